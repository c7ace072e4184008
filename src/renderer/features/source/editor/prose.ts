/** A sentence with names between backticks as elements, for tooltips that the editor builds without React. */
export function proseElement(text: string): HTMLElement {
  const paragraph = document.createElement('p');
  text.split('`').forEach((part, index) => {
    if (index % 2 === 0) {
      paragraph.append(part);
      return;
    }
    const code = document.createElement('code');
    code.textContent = part;
    paragraph.append(code);
  });
  return paragraph;
}
