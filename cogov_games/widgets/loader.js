/**
 * Puts the chart engine on the page once, whichever notebook brings it first. It is published
 * under the hash of its source, so two versions of the package can share a page.
 */

function engine(key) {
  const slot = (globalThis[key] ??= {});
  slot.ready ??= new Promise((resolve) => (slot.publish = resolve));
  return slot;
}

async function load(source) {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  try {
    return await import(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

const nothing = () => {};

/**
 * JupyterLab keeps the handler of every comm as long as its kernel, and with it the widget's model,
 * views and elements. So a handler must let go of the model when the widget is closed.
 */
async function release(manager, id) {
  const model = await manager.get_model(id);
  const { comm } = model;
  model.once("destroy", () => {
    comm.on_msg(nothing);
    comm.on_close(nothing);
  });
}

export default {
  initialize({ model }) {
    model.on("msg:custom", ({ release: ids = [] }) => {
      for (const id of ids) release(model.widget_manager, id).catch(() => {});
    });
    const slot = engine(model.get("key"));
    slot.loading ??= load(model.get("source")).then(slot.publish, (error) => {
      console.error(`chart engine: ${error.message}`);
      slot.loading = null;
    });
  },
};
