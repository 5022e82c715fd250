// The page

const waiting = new Map();

function make(section) {
    const figure = waiting.get(section);
    if (figure) {
        waiting.delete(section);
        observer.unobserve(section);
        section.style.minHeight = '';
        ({curves: curvesFigure, heat: heatFigure, bars: barsFigure})[figure.kind](figure, section);
    }
}

const observer = new IntersectionObserver(entries => entries.filter(entry => entry.isIntersecting)
    .forEach(entry => make(entry.target)), {rootMargin: '800px'});

document.querySelectorAll('.figure').forEach(section => {
    const figure = data.figures[section.dataset.figure];
    waiting.set(section, figure);
    // About as high as it will be, so that links within the page lead where they say.
    section.style.minHeight = figure.kind === 'curves'
        ? 150 + Math.ceil(figure.panels.length / figure.columns) * (heightOf(figure) + 80) + 'px'
        : figure.kind === 'bars' ? 150 + 22 * figure.bars.length + 'px' : '600px';
    observer.observe(section);
});
window.addEventListener('beforeprint', () => Array.from(waiting.keys()).forEach(make));

const themes = ['', 'light', 'dark'];
const button = document.getElementById('theme');

function paint() {
    repaint.forEach(one => one());
    charts.forEach(u => u.redraw(false, true));
}

button.addEventListener('click', () => {
    const next = themes[(themes.indexOf(root.dataset.theme || '') + 1) % themes.length];
    if (next) {
        root.dataset.theme = next;
    } else {
        delete root.dataset.theme;
    }
    button.textContent = 'Theme: ' + (next || 'system');
    paint();
});
systemDark.addEventListener('change', paint);

// Commands

/** Copies what an element says, also where the browser keeps its clipboard from pages that lie on disk. */
async function copy(from) {
    try {
        await navigator.clipboard.writeText(from.textContent);
        return true;
    } catch {
        getSelection().selectAllChildren(from);
        return document.execCommand('copy');
    }
}

document.querySelectorAll('.commands').forEach(section => {
    const code = section.querySelector('code');
    const own = element('button', {type: 'button', class: 'copy', text: 'Copy'});
    section.querySelector('pre').before(own);
    own.addEventListener('click', async () => {
        own.textContent = await copy(code) ? 'Copied' : 'Selected: copy with the keyboard';
        setTimeout(() => own.textContent = 'Copy', 3000);
    });
});
