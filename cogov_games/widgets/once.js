/**
 * Imports the code of a board once for all boards of a page: a browser keeps every module that it
 * ever imported, and anywidget imports one for every widget.
 */

function load(source) {
  const loaded = (globalThis["cogov_games.modules"] ??= new Map());
  if (!loaded.has(source)) {
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    loaded.set(source, import(url).finally(() => URL.revokeObjectURL(url)));
  }
  return loaded.get(source);
}

export default () => {
  let board;
  return {
    async initialize({ model }) {
      const { default: make } = await load(model.get("code"));
      board = make();
      return board.initialize({ model });
    },
    render: (context) => board.render(context),
  };
};
