/** Colours have a contrast of at least 7 to 1 on their background. */
export const STYLE = `
:root{color-scheme:light;--ink:#1b1b1f;--soft:#494952;--line:#c9c9d2;--paper:#fff;--ground:#f2f2f5;--act:#0b4f8a}
.page *{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
.page{max-width:36rem;margin:0 auto;padding:1rem}
.card{background:var(--paper);border:1px solid var(--line);border-radius:.75rem;padding:1.25rem;overflow-wrap:anywhere}
.page h1{margin:0;font-size:1.125rem;line-height:1.3}
.amount{margin:.25rem 0 0;font-size:2.25rem;line-height:1.2;font-weight:700}
.state{margin:.5rem 0 0}
.page dl{margin:1.25rem 0 0;display:grid;gap:.75rem}
.page dt{color:var(--soft);font-size:.875rem}
.page dd{margin:0}
.page section{margin-top:1.5rem}
.page h2{margin:0 0 .5rem;font-size:1rem}
.code{margin:0;padding:.75rem;background:var(--ground);border-radius:.5rem;font:1.0625rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;user-select:all}
button,.button{display:block;width:100%;margin-top:.5rem;padding:.75rem 1rem;border:2px solid var(--act);border-radius:.5rem;background:var(--act);color:#fff;font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
.button{background:var(--paper);color:var(--act)}
button:focus-visible,.button:focus-visible{outline:3px solid #000;outline-offset:2px}
.done{min-height:1.5em;margin:.25rem 0 0;color:var(--soft)}
[hidden]{display:none}
.slip{display:none}
@media print{.has-slip .page{display:none}.has-slip .slip{display:block}body{background:none}button,.button,.done{display:none}}
`;

/**
 * Copies the digits of a code, and says so. Without it, a tap on a code selects all of it. A browser without
 * `navigator.clipboard` copies the selection.
 */
export const SCRIPT = `
for (const button of document.querySelectorAll('button[data-copies]')) {
  const code = document.getElementById(button.dataset.copies);
  const done = document.getElementById(button.dataset.copies + '-done');
  code.addEventListener('copy', (event) => {
    event.clipboardData.setData('text/plain', code.dataset.code);
    event.preventDefault();
  });
  button.hidden = false;
  button.addEventListener('click', async () => {
    let copied = false;
    try {
      await navigator.clipboard.writeText(code.dataset.code);
      copied = true;
    } catch {
      getSelection().selectAllChildren(code);
      copied = document.execCommand('copy');
    }
    done.textContent = '';
    requestAnimationFrame(() => {
      done.textContent = copied ? 'Copiado.' : 'O código está selecionado: copie-o pelo menu do navegador.';
    });
  });
}
`;
