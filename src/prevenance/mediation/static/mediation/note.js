// Warns, here on the device, when the free note seems to hold health data. Nothing is sent, nothing is refused.
const note = document.querySelector("textarea[data-words]"), warning = document.getElementById("note-warning");

const escaped = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
const number = /(?<!\d)[1-478][\s.]?\d\d[\s.]?(?:0[1-9]|1[0-2]|[2-9]\d)[\s.]?(?:\d\d|2[ab])(?:[\s.]?\d{3}){2}(?!\d)/;

export function found(text, words) {
  let told = plain(text);
  const seen = number.test(told) ? ["NIR"] : [];
  told = told.replace(new RegExp(`\\b(?:${words.allowed.map(escaped).join("|")})\\b`, "g"), " ");
  const starts = told.match(new RegExp(`\\b(?:${words.starts.map(escaped).join("|")})\\w*`, "g")) || [];
  const whole = told.match(new RegExp(`\\b(?:${words.whole.map(escaped).join("|")})\\b`, "g")) || [];
  return [...new Set([...seen, ...starts, ...whole])];
}

if (note && warning) {
  const words = JSON.parse(note.dataset.words);
  const look = () => {
    const seen = found(note.value, words);
    warning.querySelector("span").textContent = seen.join(", ");
    warning.hidden = !seen.length;
  };
  note.addEventListener("input", look);
  look();
}
