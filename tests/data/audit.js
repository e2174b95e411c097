// Looks at every element of every slide for what a viewer would call broken; leaves a list of sentences.
addEventListener("load", async () => {
  await document.fonts.ready;
  const wrong = [];
  const said = (one) => `${one.tagName}.${one.getAttribute("class") || ""} "${(one.textContent || "").trim().slice(0, 50)}"`;
  document.querySelectorAll(".slide").forEach((slide, n) => {
    const sheet = slide.querySelector(".sheet").getBoundingClientRect();
    const unit = sheet.width / 1280;
    const foot = sheet.top + (slide.classList.contains("cover") ? 720 : 656) * unit;
    const say = (one, what) => wrong.push(`slide ${n + 1}: ${what}: ${said(one)}`);
    slide.querySelectorAll(".sheet *").forEach((one) => {
      if (one.tagName === "BR" || one.closest(".data, .arcs, .corner, footer")) return;
      const box = one.getBoundingClientRect();
      if (!box.width && !box.height) return;
      if (box.left < sheet.left + 62 * unit) say(one, "left of the margin");
      if (box.right > sheet.right - 62 * unit) say(one, "right of the margin");
      if (box.bottom > foot) say(one, `${Math.round((box.bottom - foot) / unit)} under the last line`);
      if (one.closest("svg") && box.top < sheet.top + 90 * unit) say(one, "into the title");
      if (one.closest("svg, .clamp") || ["H1", "H2", "FIGURE"].includes(one.tagName)) return;
      const inline = getComputedStyle(one).display === "inline";
      const clipped = getComputedStyle(one).webkitLineClamp !== "none";
      if (!inline && one.clientWidth && one.scrollWidth > one.clientWidth + 1) say(one, "wider than its box");
      if (!inline && !clipped && one.clientHeight && one.scrollHeight > one.clientHeight + 6) say(one, "higher than its box");
    });
    slide.querySelectorAll("svg.wide, .timeline > svg").forEach((drawing) => {
      const texts = [...drawing.querySelectorAll("text")].map((text) => [text, text.getBoundingClientRect()]);
      texts.forEach(([one, a], at) => texts.slice(at + 1).forEach(([other, b]) => {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 2 && high > 5) say(one, `over "${other.textContent}"`);
      }));
    });
  });
  document.documentElement.dataset.found = JSON.stringify(wrong);
});
