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

export default {
  initialize({ model }) {
    const slot = engine(model.get("key"));
    slot.loading ??= load(model.get("source")).then(slot.publish, (error) => {
      console.error(`chart engine: ${error.message}`);
      slot.loading = null;
    });
  },
};
