// Keeps the numbers of the start page fresh. Without it the page still works: it is rendered by the server.
'use strict';
(() => {
  const body = document.body;
  const alarm = document.getElementById('alarm');
  const lostAfter = 3000;
  let last = Date.now();

  const typing = () => document.activeElement instanceof HTMLInputElement && document.activeElement.value !== '';

  const show = (desk) => {
    last = Date.now();
    body.classList.remove('lost');
    body.classList.toggle('stale', desk.stale);
    alarm.textContent = desk.stale ? body.dataset.old : '';
    for (const place of document.querySelectorAll('[data-n]')) {
      const text = desk.numbers[place.dataset.n];
      if (text !== undefined && place.textContent !== text) place.textContent = text;
    }
    for (const row of document.querySelectorAll('[data-m]')) row.className = desk.marks[row.dataset.m] ?? '';
    // Rows came or went, or the mode changed: the server renders it anew, but never under somebody's fingers.
    if (desk.layout !== body.dataset.layout && !typing() && !location.search) location.reload();
  };

  const stream = new EventSource('/api/ui/stream');
  stream.addEventListener('desk', (event) => show(JSON.parse(event.data)));

  setInterval(() => {
    if (Date.now() - last <= lostAfter) return;
    body.classList.add('lost');
    alarm.textContent = body.dataset.lost;
  }, 500);
})();
