// Shows how long the code on an authenticator's screen still lives: a ring that empties and a number.
// It goes by this device's clock and is a hint; the server decides. A screen reader hears it only when it asks.
(() => {
  const ring = 2 * Math.PI * 8;

  const shape = (name, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };

  for (const timer of document.querySelectorAll("[data-code-life]")) {
    const period = Number(timer.dataset.codeLife);
    if (!(period > 0)) continue;

    const svg = shape("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" });
    const rest = shape("circle", { cx: 10, cy: 10, r: 8, "stroke-dasharray": ring });
    svg.append(shape("circle", { cx: 10, cy: 10, r: 8 }), rest);
    timer.prepend(svg);
    const count = timer.querySelector("[data-seconds]");

    const draw = () => {
      const left = period - (Math.floor(Date.now() / 1000) % period);
      count.textContent = String(left);
      rest.setAttribute("stroke-dashoffset", String(ring * (1 - left / period)));
      timer.classList.toggle("soon", left <= 5);
    };
    draw();
    timer.hidden = false;
    setInterval(draw, 1000);
  }
})();
