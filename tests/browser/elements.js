/* The elements of a page, those of its main part and those around it, as rules of accessibility see them: what they
   are, what states they are in, what refers to what, and whether there are words; not which words. Equal neighbours,
   such as rows of a table, count once. */
within => {
  const asWritten = new Set(`class style role type lang dir scope colspan rowspan tabindex autocomplete open hidden
    fill stroke viewBox content data-theme aria-atomic aria-busy aria-checked aria-current aria-disabled aria-expanded
    aria-haspopup aria-hidden aria-invalid aria-level aria-live aria-modal aria-multiselectable aria-orientation
    aria-pressed aria-readonly aria-relevant aria-required aria-roledescription aria-selected aria-sort`.split(/\s+/));
  const refers = new Set(`for headers list form aria-labelledby aria-describedby aria-owns aria-controls aria-details
    aria-flowto aria-activedescendant aria-errormessage`.split(/\s+/));
  const states = [':checked', ':indeterminate', ':disabled', ':required', ':invalid', ':focus', ':hover', ':modal'];
  const inState = states.map(state => [state, new Set(document.querySelectorAll(state))]);
  const targets = new Set(document.querySelectorAll('a, button, input, select, textarea, summary, [tabindex]'));
  const ids = new Map();
  for (const e of document.querySelectorAll('[id]')) ids.set(e.id, (ids.get(e.id) || 0) + 1);

  const attribute = (e, {name, value}) => {
    if (asWritten.has(name)) return `${name}=${value}`;
    if (refers.has(name)) return `${name}>${value.split(/\s+/).map(id => ids.get(id) || 0)}`;
    if (name === 'href') return value.startsWith('#') ? `#${ids.get(value.slice(1)) || 0}` : 'href';
    if (name === 'id') return `id*${ids.get(value)}`;
    if (name === 'aria-label' && value.includes(e.textContent.trim())) return 'aria-label+';
    return name + (value.trim() ? '' : '=');
  };
  const room = e => {
    const box = e.getBoundingClientRect();
    return [
      targets.has(e) && box.width && Math.min(box.width, box.height) < 24 ? 'small' : '',
      box.width && e.scrollWidth > e.clientWidth + 1 ? 'wide' : '',
      box.height && e.scrollHeight > e.clientHeight + 1 ? 'high' : '',
    ];
  };
  const element = e => {
    const words = [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim());
    const inside = [...e.children].map(element).filter((one, place, all) => one !== all[place - 1]);
    return [
      e.localName, ...[...e.attributes].map(a => attribute(e, a)).sort(),
      ...inState.filter(([_state, all]) => all.has(e)).map(([state]) => state),
      ...room(e), words ? 'words' : '', `(${inside.join(' ')})`,
    ].join(' ');
  };
  const inner = document.querySelector(within || 'main');
  const inside = inner ? element(inner) : '';
  return [inside, within ? '' : element(document.documentElement).replace(inside, 'main')].map(
    one => [innerWidth, matchMedia('(prefers-color-scheme: dark)').matches, one]
  );
}
