// What all of the page needs. All scripts of the page are parts of one function, in the order base, curves, heat, bars, page.

const data = JSON.parse(document.getElementById('data').textContent);
const root = document.documentElement;
const systemDark = window.matchMedia('(prefers-color-scheme: dark)');
const charts = [];
const repaint = [];
const SVG = 'http://www.w3.org/2000/svg';

function bytes(text) {
    return Uint8Array.from(atob(text), c => c.charCodeAt(0)).buffer;
}

const numbers = (text, wide) => wide ? new Float64Array(bytes(text)) : new Float32Array(bytes(text));
const abscissas = data.x.map(text => Array.from(new Float64Array(bytes(text))));

function dark() {
    return root.dataset.theme ? root.dataset.theme === 'dark' : systemDark.matches;
}

/** An element of HTML, or of SVG within such a one. */
function element(name, attributes, parent) {
    const svg = name === 'svg' || parent && parent.namespaceURI === SVG;
    const made = svg ? document.createElementNS(SVG, name) : document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => key === 'text' ? made.textContent = value
        : made.setAttribute(key, value));
    if (parent) {
        parent.appendChild(made);
    }
    return made;
}

const probe = element('span', {hidden: ''}, document.body);

/** A colour of the style sheet in the present theme, for what is not drawn by the browser's own means. */
function themed(name) {
    probe.style.color = 'var(' + name + ')';
    return getComputedStyle(probe).color;
}

// Numbers, as the program's class Label writes them in captions, tables and at axes; a test compares them.

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function grouped(digits) {
    const [whole, fraction] = digits.split('.');
    const groups = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, '\u00a0') : whole;
    return fraction ? groups + '.' + fraction : groups;
}

/** A number in few digits, such as 0.125 or 2.5·10⁻⁴. */
function number(value, digits = 5) {
    if (Number.isNaN(value)) {
        return '–';
    }
    if (!Number.isFinite(value)) {
        return value > 0 ? '∞' : '−∞';
    }
    const [mantissa, exponent] = value.toExponential(digits - 1).split('e').map(Number);
    if (value === 0 || exponent >= -3 && exponent < 5) {
        return grouped(String(Number(value.toPrecision(digits))));
    }
    return (mantissa === 1 ? '' : mantissa + '·') + '10' + String(exponent).replace('-', '⁻')
        .replace(/\d/g, digit => superscripts[digit]);
}

/** A number of things that are counted, in full, such as 1 234 567. */
function count(value) {
    return grouped(String(value));
}

/** Which labels have room, of a given number of pixels, if each is drawn around its place. */
function roomy(labels, places) {
    let free = -Infinity;
    return labels.map((label, i) => {
        const half = 3.6 * label.length;
        const room = places[i] - half >= free;
        free = room ? places[i] + half + 6 : free;
        return room;
    });
}

// Files

/** Saves a table as CSV. */
function download(name, rows) {
    const quoted = cell => /[",\n]/.test(cell) ? '"' + String(cell).replace(/"/g, '""') + '"' : cell;
    const text = rows.map(row => row.map(quoted).join(',')).join('\n') + '\n';
    const link = element('a', {download: name, href: URL.createObjectURL(new Blob([text], {type: 'text/csv'}))});
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** All digits that a stored number has. */
function stored(value, wide) {
    return wide ? value : Number(value.toPrecision(7));
}
