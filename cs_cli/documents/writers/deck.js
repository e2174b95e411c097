(() => {
  "use strict";
  const slides = [...document.querySelectorAll(".slide")];
  const progress = document.querySelector(".progress");
  const help = document.querySelector("dialog");
  const phone = matchMedia("(max-width:760px)");
  let at = 0;
  const show = (n) => {
    at = n;
    progress.style.transform = `scaleX(${slides.length > 1 ? n / (slides.length - 1) : 1})`;
  };
  const go = (n) => {
    const to = Math.max(0, Math.min(slides.length - 1, n));
    slides[to].scrollIntoView({ behavior: "instant", block: "start" });
    slides[to].focus({ preventScroll: true });
    show(to);
    try { history.replaceState(null, "", "#" + slides[to].id); } catch { /* a sandboxed frame has no history */ }
  };
  const full = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
  const notes = () => document.querySelectorAll(".notes").forEach((note) => { note.hidden = !note.hidden; });
  const keys = {
    ArrowRight: () => go(at + 1), ArrowDown: () => go(at + 1), PageDown: () => go(at + 1), " ": () => go(at + 1),
    ArrowLeft: () => go(at - 1), ArrowUp: () => go(at - 1), PageUp: () => go(at - 1),
    Home: () => go(0), End: () => go(slides.length - 1), f: full, n: notes,
    "?": () => (help.open ? help.close() : help.showModal()),
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (help.open && event.key !== "?")) return;
    if (phone.matches && /^(Arrow|Page| )/.test(event.key)) return;
    const key = event.shiftKey && event.key === " " ? "PageUp" : event.key;
    if (!keys[key]) return;
    event.preventDefault();
    keys[key]();
  });
  const watch = new IntersectionObserver((seen) => {
    const most = seen.filter((one) => one.isIntersecting).pop();
    if (most) show(slides.indexOf(most.target));
  }, { threshold: 0.51 });
  slides.forEach((slide) => watch.observe(slide));
  const wanted = slides.findIndex((slide) => "#" + slide.id === location.hash);
  if (wanted > 0) go(wanted); else show(0);
})();
