// Gives the page the look it had, before anything of it is drawn. See src/app/appearance.ts.
try {
  const { theme, density, text_size } = JSON.parse(localStorage.getItem("look") ?? "{}");
  const root = document.documentElement;
  if (theme) root.dataset.theme = theme;
  if (density) root.dataset.density = density;
  if (text_size > 0) root.style.setProperty("--scale", String(text_size / 100));
} catch {
  // what cannot be read is as good as nothing
}
