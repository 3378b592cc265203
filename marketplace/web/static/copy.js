/* A button copies the code before it. Without scripts it is not seen, and a click on the code selects it. */

async function copy(code) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(code.textContent.trim());
    return;
  }
  getSelection().selectAllChildren(code); /* where the connection is not secure there is no clipboard */
  document.execCommand("copy");
}

for (const button of document.querySelectorAll("button[data-copied]")) {
  const words = button.textContent;
  button.addEventListener("click", async () => {
    await copy(button.previousElementSibling);
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = words; }, 2000);
  });
  button.classList.remove("needs-script");
}
