// A player of another site is loaded only when its reader asks for it; without this file a link leads there.
for (const box of document.querySelectorAll("[data-player]")) {
  const button = box.querySelector("[data-player-start]");
  button.hidden = false;
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    const given = {
      title: box.dataset.playerTitle,
      sandbox: "allow-scripts allow-same-origin",
      allow: "fullscreen",
      allowfullscreen: "",
      referrerpolicy: "strict-origin",
      class: "screen",
      src: box.dataset.player,
    };
    for (const [name, value] of Object.entries(given)) frame.setAttribute(name, value);
    box.querySelector("[data-player-place]").replaceWith(frame);
    box.querySelector(".hint").hidden = true;
    button.hidden = true;
    frame.focus();
  });
}
