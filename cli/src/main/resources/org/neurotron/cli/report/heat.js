// Heat maps

function heatFigure(figure, section) {
    const tools = section.querySelector('.tools');
    const panels = section.querySelector('.panels');
    panels.style.gridTemplateColumns = 'repeat(' + figure.panels.length + ', minmax(0, 1fr))';
    const nx = figure.x.values.length;
    const ny = figure.y.values.length;
    const width = 400;
    const height = 400;
    const left = 54;
    const top = 10;
    const grids = figure.panels.map((panel, index) => {
        const z = numbers(panel.values, panel.wide);
        const made = panelPlace(figure, panel, panels, index);
        made.inner.setAttribute('aria-label', (panel.title || figure.title) + '. Arrow keys go from cell to cell.');
        const svg = element('svg', {class: 'heat', viewBox: '0 0 ' + (left + width + 74) + ' ' + (top + height + 44),
            'aria-hidden': 'true'}, made.inner);
        element('image', {href: panel.picture, x: left, y: top, width, height, preserveAspectRatio: 'none',
            style: 'image-rendering: pixelated'}, svg);
        const px = i => left + (i + 0.5) * width / nx;
        const py = j => top + height - (j + 0.5) * height / ny;
        const room = roomy(figure.x.ticks.map(([, , label]) => label), figure.x.ticks.map(([i]) => px(i)));
        figure.x.ticks.filter((_, i) => room[i]).forEach(([i, , label]) => element('text', {x: px(i),
            y: top + height + 15, 'text-anchor': 'middle', text: label}, svg));
        figure.y.ticks.forEach(([j, , label]) => element('text', {x: left - 6, y: py(j) + 4, 'text-anchor': 'end',
            text: label}, svg));
        element('text', {class: 'name', x: left + width / 2, y: top + height + 36, 'text-anchor': 'middle',
            text: figure.x.name}, svg);
        element('text', {class: 'name', x: 12, y: top + height / 2, text: figure.y.name}, svg);
        bar(svg, left + width + 14, figure.id + '-colours-' + index);
        const lines = element('g', {class: 'lines'}, svg);
        const inside = figure.id + '-inside-' + index;
        element('rect', {x: left, y: top, width, height}, element('clipPath', {id: inside}, svg));
        const clipped = element('g', {'clip-path': 'url(#' + inside + ')'}, lines);
        panel.lines.forEach(line => {
            const points = line.x.map((x, i) => px(x) + ',' + py(line.y[i])).join(' ');
            element('polyline', {points, fill: 'none', stroke: '#000000', 'stroke-opacity': 0.6, 'stroke-width': 3},
                clipped);
            element('polyline', {points, fill: 'none', stroke: '#ffffff', 'stroke-width': 1.4,
                'stroke-dasharray': line.dashed ? '7 4' : 'none'}, clipped);
            const middle = Math.floor(line.x.length / 2);
            if (line.x[middle] < -0.5 || line.x[middle] > nx - 0.5) {
                return;
            }
            const name = element('text', {x: px(line.x[middle]), y: py(line.y[middle]) + 4, 'text-anchor': 'middle',
                text: line.name, style: 'fill:#fff;stroke:#000;stroke-width:3px;paint-order:stroke;stroke-opacity:.75'},
                lines);
            name.dataset.line = line.name;
        });
        // White in black is seen on every colour.
        const chosen = element('g', {visibility: 'hidden'}, svg);
        [['#000000', 4], ['#ffffff', 2]].forEach(([stroke, thickness]) => element('rect', {width: width / nx,
            height: height / ny, fill: 'none', stroke, 'stroke-width': thickness}, chosen));
        let at = null;

        function choose(i, j) {
            at = [Math.min(nx - 1, Math.max(0, i)), Math.min(ny - 1, Math.max(0, j))];
            chosen.setAttribute('transform', 'translate(' + (left + at[0] * width / nx) + ' '
                + (top + height - (at[1] + 1) * height / ny) + ')');
            chosen.setAttribute('visibility', 'visible');
            const value = z[at[0] * ny + at[1]];
            made.readout.textContent = figure.x.name + ' = ' + number(figure.x.values[at[0]], 12) + ', ' + figure.y.name
                + ' = ' + number(figure.y.values[at[1]], 12) + ': ' + number(value);
            made.readout.dataset.x = figure.x.values[at[0]];
            made.readout.dataset.y = figure.y.values[at[1]];
            made.readout.dataset.value = value;
        }

        svg.addEventListener('pointermove', event => {
            const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
            const i = Math.floor((point.x - left) / width * nx);
            const j = Math.floor((top + height - point.y) / height * ny);
            if (i >= 0 && i < nx && j >= 0 && j < ny) {
                choose(i, j);
            }
        });
        made.inner.addEventListener('keydown', event => {
            const moves = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]};
            if (moves[event.key]) {
                const [across, up] = at ? moves[event.key] : [0, 0];
                choose((at || [0, 0])[0] + across, (at || [0, 0])[1] + up);
                event.preventDefault();
            }
        });
        return {panel, z, lines};
    });

    function bar(svg, x, id) {
        const gradient = element('linearGradient', {id, x1: 0, x2: 0, y1: 1, y2: 0}, svg);
        figure.colours.forEach((stop, i) => element('stop', {offset: i / (figure.colours.length - 1),
            'stop-color': stop}, gradient));
        element('rect', {x, y: top, width: 12, height, fill: 'url(#' + id + ')'}, svg);
        figure.ticks.forEach(([share, label]) => element('text', {x: x + 17, y: top + height * (1 - share) + 4,
            text: label}, svg));
    }

    if (grids.some(grid => grid.panel.lines.length > 0)) {
        const button = element('button', {type: 'button', 'aria-pressed': 'true', text: 'Lines'}, tools);
        button.addEventListener('click', () => {
            const show = button.getAttribute('aria-pressed') !== 'true';
            button.setAttribute('aria-pressed', String(show));
            grids.forEach(grid => grid.lines.setAttribute('visibility', show ? 'visible' : 'hidden'));
        });
    }
    element('span', {class: 'space'}, tools);
    element('button', {type: 'button', text: 'CSV'}, tools).addEventListener('click', () => {
        const rows = [['panel', figure.x.name, figure.y.name, figure.z]];
        grids.forEach(grid => grid.z.forEach((value, i) => rows.push([grid.panel.title,
            figure.x.values[Math.floor(i / ny)], figure.y.values[i % ny], stored(value, grid.panel.wide)])));
        download(figure.id + '.csv', rows);
    });
}
