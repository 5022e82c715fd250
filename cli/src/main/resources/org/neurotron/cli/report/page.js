'use strict';
(function () {
    const data = JSON.parse(document.getElementById('data').textContent);
    const root = document.documentElement;
    const systemDark = window.matchMedia('(prefers-color-scheme: dark)');
    const charts = [];
    const SVG = 'http://www.w3.org/2000/svg';

    function bytes(text) {
        return Uint8Array.from(atob(text), c => c.charCodeAt(0)).buffer;
    }

    const floats = text => new Float32Array(bytes(text));
    const abscissas = data.x.map(text => Array.from(new Float64Array(bytes(text))));

    function dark() {
        return root.dataset.theme ? root.dataset.theme === 'dark' : systemDark.matches;
    }

    function variable(name) {
        return getComputedStyle(root).getPropertyValue(name).trim();
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

    // Numbers

    const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

    function power(exponent) {
        return '10' + String(exponent).replace('-', '⁻').replace(/\d/g, d => superscripts[d]);
    }

    function isPower(value) {
        return Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;
    }

    /** Five digits, as little as that says. */
    function number(value) {
        if (value === null || Number.isNaN(value)) {
            return '–';
        }
        if (!Number.isFinite(value)) {
            return value > 0 ? '∞' : '−∞';
        }
        const size = Math.abs(value);
        return size !== 0 && (size < 1e-3 || size >= 1e5) ? value.toExponential(4).replace('e+', 'e')
            : String(Number(value.toPrecision(5)));
    }

    function whole(value) {
        return Number.isInteger(value) ? value.toLocaleString('en').replace(/,/g, '\u00a0') : number(value);
    }

    // Files

    function download(name, rows) {
        const quoted = cell => /[",\n]/.test(cell) ? '"' + String(cell).replace(/"/g, '""') + '"' : cell;
        const text = rows.map(row => row.map(quoted).join(',')).join('\n') + '\n';
        const link = element('a', {download: name, href: URL.createObjectURL(new Blob([text], {type: 'text/csv'}))});
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    }

    // Curves

    function pointsOf(curve) {
        const stored = data.points[curve.points];
        if (!stored.ready) {
            stored.ready = {x: abscissas[stored.x], value: floats(stored.value), least: floats(stored.least),
                most: floats(stored.most)};
        }
        return stored.ready;
    }

    /** All curves over the same x, as the library wants them; null where there is nothing to draw. */
    function aligned(curves, least, most) {
        const all = curves.map(pointsOf);
        const same = all.every(points => points.x === all[0].x);
        const x = same ? all[0].x : Array.from(new Set(all.flatMap(points => points.x))).sort((a, b) => a - b);
        const place = same ? null : new Map(x.map((value, i) => [value, i]));
        const columns = [x];
        for (const points of all) {
            for (const numbers of [points.value, points.most, points.least]) {
                const column = new Array(x.length).fill(null);
                for (let i = 0; i < numbers.length; i++) {
                    if (!Number.isNaN(numbers[i])) {
                        column[same ? i : place.get(points.x[i])] = Math.min(most * 10, Math.max(least / 10, numbers[i]));
                    }
                }
                columns.push(column);
            }
        }
        return columns;
    }

    function powersBetween(min, max, room) {
        const splits = [];
        const first = Math.ceil(Math.log10(min) - 1e-9);
        const last = Math.floor(Math.log10(max) + 1e-9);
        const step = [1, 2, 3, 5, 10, 20, 50].find(some => (last - first) / some <= room) || 100;
        for (let exponent = Math.ceil(first / step) * step; exponent <= last; exponent += step) {
            splits.push(10 ** exponent);
        }
        if (splits.length < 2) {
            splits.length = 0;
            for (let exponent = first - 1; exponent <= last; exponent++) {
                for (const digit of [1, 2, 3, 5, 7]) {
                    const value = digit * 10 ** exponent;
                    if (value >= min && value <= max) {
                        splits.push(value);
                    }
                }
            }
        }
        return splits;
    }

    function powerLabel(value) {
        return isPower(value) ? power(Math.round(Math.log10(value))) : number(value);
    }

    /** Labels of given values, as far as they have room. */
    function roomy(u, splits) {
        let free = -Infinity;
        return splits.map(value => {
            const label = number(value);
            const place = u.valToPos(value, 'x');
            if (place - 4 * label.length < free) {
                return '';
            }
            free = place + 4 * label.length + 4;
            return label;
        });
    }

    function axes(figure) {
        const common = {
            stroke: () => variable('--ink'), grid: {stroke: () => variable('--grid'), width: 1},
            ticks: {stroke: () => variable('--line'), width: 1, size: 5}, font: '12px system-ui, sans-serif',
            labelFont: '12px system-ui, sans-serif',
        };
        const x = Object.assign({}, common, {label: figure.x.name, labelSize: 18, size: 34, space: 75,
            values: (u, splits) => splits.map(whole)});
        if (figure.x.marks.length > 0) {
            x.splits = (u, axis, min, max) => figure.x.marks.filter(mark => mark >= min && mark <= max);
            x.values = roomy;
            x.filter = (u, splits) => splits;
        } else if (figure.x.scale === 'LOGARITHMIC') {
            x.splits = (u, axis, min, max) => powersBetween(min, max, 10);
            x.values = (u, splits) => splits.map(powerLabel);
            x.filter = (u, splits) => splits;
        }
        const y = Object.assign({}, common, {label: '‖w − w*‖', labelSize: 20, size: 50,
            splits: (u, axis, min, max) => powersBetween(min, max, u.bbox.height / devicePixelRatio / 22),
            values: (u, splits) => splits.map(powerLabel), filter: (u, splits) => splits});
        return [x, y];
    }

    function colour(curve) {
        return dark() ? curve.dark : curve.light;
    }

    function chart(figure, panel, place, readout) {
        const range = [figure.least, figure.most];
        const manyBands = panel.curves.length > 3;
        const series = [{}];
        const bands = [];
        panel.curves.forEach((curve, i) => {
            series.push({label: curve.name, stroke: () => colour(curve), dash: curve.range === 'QUANTILES' ? curve.dashes : [],
                spanGaps: true, width: curve.range === 'QUANTILES' ? 2 : 1.2, points: {show: figure.x.marks.length > 0, size: 6,
                    fill: () => colour(curve)}});
            for (const end of ['greatest', 'least']) {
                series.push({label: curve.name + ', ' + end, stroke: 'transparent', width: 0, spanGaps: true,
                    points: {show: false}});
            }
            bands.push({series: [3 * i + 2, 3 * i + 3], fill: () => colour(curve)
                + (curve.range === 'EXTREMES' ? '66' : manyBands ? '20' : '40')});
        });
        const u = new uPlot({
            width: place.clientWidth || 400, height: heightOf(figure),
            // At first everything; then what is asked for. Neither another x nor a curve switched off changes y.
            scales: {
                x: {time: false, distr: figure.x.scale === 'LOGARITHMIC' ? 3 : 1, range: (own, least, most) =>
                    own.status === 0 ? [figure.x.first, figure.x.last] : [least, most]},
                y: {distr: 3, log: 10, range: own => own.status === 0 ? range : [own.scales.y.min, own.scales.y.max]},
            },
            series, bands, axes: axes(figure), legend: {show: false}, padding: [10, 26, 0, 0],
            cursor: {drag: {x: true, y: true, uni: 24}, sync: {key: figure.id}, points: {size: 7}, focus: {prox: -1},
                bind: {dblclick: () => () => reset(figure)}},
            hooks: {
                setCursor: [own => say(own, panel, figure, readout, own.cursor.idx)],
                setScale: [(own, key) => {
                    if (key === 'x') {
                        place.dataset.from = own.scales.x.min;
                        place.dataset.to = own.scales.x.max;
                    }
                }],
                draw: [own => panel.levels.forEach(level => drawLevel(own, level))],
            },
        }, aligned(panel.curves, range[0], range[1]), place);
        say(u, panel, figure, readout, null);
        keyboard(u, figure, place);
        new ResizeObserver(() => {
            if (place.clientWidth > 0 && place.clientWidth !== u.width) {
                u.setSize({width: place.clientWidth, height: heightOf(figure)});
            }
        }).observe(place);
        return u;
    }

    function heightOf(figure) {
        const rows = Math.ceil(figure.panels.length / figure.columns);
        return rows === 1 ? 420 : rows === 2 ? 320 : 220;
    }

    function drawLevel(u, level) {
        const ratio = devicePixelRatio;
        const y = u.valToPos(level.value, 'y', true);
        if (y < u.bbox.top || y > u.bbox.top + u.bbox.height) {
            return;
        }
        u.ctx.save();
        u.ctx.strokeStyle = u.ctx.fillStyle = variable('--ink');
        u.ctx.lineWidth = 1.4 * ratio;
        u.ctx.setLineDash([6, 3, 1, 3].map(length => length * ratio));
        u.ctx.beginPath();
        u.ctx.moveTo(u.bbox.left, y);
        u.ctx.lineTo(u.bbox.left + u.bbox.width, y);
        u.ctx.stroke();
        u.ctx.font = 12 * ratio + 'px system-ui, sans-serif';
        u.ctx.textAlign = 'right';
        u.ctx.fillText(level.name, u.bbox.left + u.bbox.width - 6 * ratio, y - 5 * ratio);
        u.ctx.restore();
    }

    /** What the curves are at a point, or at the last. */
    function say(u, panel, figure, readout, index) {
        const i = index ?? u.data[0].length - 1;
        readout.textContent = '';
        element('b', {text: figure.x.name + ' ' + whole(u.data[0][i])}, readout);
        const shown = panel.curves.filter((_, c) => u.series[3 * c + 1].show);
        shown.forEach(curve => {
            const points = pointsOf(curve);
            const own = points.x === u.data[0] ? i : points.x.indexOf(u.data[0][i]);
            if (own < 0) {
                return;
            }
            const span = element('span', {'data-curve': curve.name, 'data-value': points.value[own]}, readout);
            const dot = element('i', {class: 'dot'}, span);
            dot.style.background = colour(curve);
            span.append(curve.name + ': ');
            element('b', {text: number(points.value[own])}, span);
            if (points.least[own] !== points.most[own] && shown.length <= 3) {
                span.append(' (' + number(points.least[own]) + ' to ' + number(points.most[own]) + ')');
            }
        });
        readout.dataset.x = u.data[0][i];
    }

    /** The charts of a figure. What one shows, all show, whether pointer or keys have said so. */
    function panelsOf(figure) {
        return uPlot.sync(figure.id).plots;
    }

    function zoom(u, figure, factor) {
        const log = figure.x.scale === 'LOGARITHMIC';
        const to = log ? Math.log : value => value;
        const back = log ? Math.exp : value => value;
        const first = to(figure.x.first);
        const last = to(figure.x.last);
        const min = to(u.scales.x.min);
        const max = to(u.scales.x.max);
        const middle = u.cursor.idx == null ? (min + max) / 2 : to(u.data[0][u.cursor.idx]);
        // The point under the cursor stays there, so that one can zoom into it further.
        const length = Math.min(last - first, (max - min) * factor);
        const start = Math.min(Math.max(first, middle - (middle - min) / (max - min) * length), last - length);
        panelsOf(figure).forEach(one => one.setScale('x', {min: back(start), max: back(start + length)}));
    }

    function keyboard(u, figure, place) {
        place.addEventListener('keydown', event => {
            const step = event.shiftKey ? 10 : 1;
            if (event.ctrlKey || event.altKey || event.metaKey) {
                return;
            }
            if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
                const x = u.data[0];
                let i = u.cursor.idx == null ? x.length - 1
                    : u.cursor.idx + (event.key === 'ArrowRight' ? step : -step);
                i = Math.min(x.length - 1, Math.max(0, i));
                u.setCursor({left: u.valToPos(x[i], 'x'), top: u.bbox.height / devicePixelRatio / 2});
            } else if (event.key === '+' || event.key === '=') {
                zoom(u, figure, 0.5);
            } else if (event.key === '-' || event.key === '−') {
                zoom(u, figure, 2);
            } else if (event.key === '0' || event.key === 'Escape') {
                reset(figure);
            } else {
                return;
            }
            event.preventDefault();
        });
    }

    function reset(figure) {
        panelsOf(figure).forEach(u => u.batch(() => {
            u.setScale('x', {min: figure.x.first, max: figure.x.last});
            u.setScale('y', {min: figure.least, max: figure.most});
        }));
    }

    function panelPlace(figure, panel, panels, index) {
        const place = element('div', {class: 'panel'}, panels);
        if (panel.title) {
            element('h3', {text: panel.title}, place);
        }
        return {inner: element('div', {class: 'chart', tabindex: '0', role: 'group',
            'aria-label': (panel.title || figure.title) + '. Arrow keys read values, plus and minus zoom, 0 resets.'}, place),
            readout: element('output', {class: 'readout', 'aria-live': 'polite', id: figure.id + '-' + index}, place)};
    }

    function curvesFigure(figure, section) {
        const tools = section.querySelector('.tools');
        const panels = section.querySelector('.panels');
        panels.style.gridTemplateColumns = 'repeat(' + figure.columns + ', minmax(0, 1fr))';
        const own = figure.panels.map((panel, i) => {
            const made = panelPlace(figure, panel, panels, i);
            const u = chart(figure, panel, made.inner, made.readout);
            charts.push(u);
            repaint.push(() => say(u, panel, figure, made.readout, u.cursor.idx));
            return {u, panel, readout: made.readout};
        });
        const names = new Map();
        // Curves of a name are of several colours where panels are of several algorithms.
        figure.panels.forEach(panel => panel.curves.forEach(curve => {
            names.set(curve.name, (names.get(curve.name) || new Map()).set(curve.light, curve));
        }));
        names.forEach((curves, name) => {
            const button = element('button', {type: 'button', 'aria-pressed': 'true'}, tools);
            curves.forEach(curve => {
                const swatch = element('span', {class: 'swatch'}, button);
                swatch.style.borderColor = colour(curve);
                repaint.push(() => swatch.style.borderColor = colour(curve));
            });
            button.append(name);
            button.addEventListener('click', () => {
                const show = button.getAttribute('aria-pressed') !== 'true';
                button.setAttribute('aria-pressed', String(show));
                own.forEach(({u, panel, readout}) => {
                    u.batch(() => panel.curves.forEach((other, c) => {
                        if (other.name === name) {
                            [1, 2, 3].forEach(k => u.setSeries(3 * c + k, {show}));
                        }
                    }));
                    say(u, panel, figure, readout, u.cursor.idx);
                });
            });
        });
        element('span', {class: 'space'}, tools);
        element('button', {type: 'button', class: 'reset', text: 'Whole range'}, tools)
            .addEventListener('click', () => reset(figure));
        element('button', {type: 'button', text: 'CSV'}, tools).addEventListener('click', () => {
            const rows = [['panel', 'curve', figure.x.name, 'value', 'least', 'most']];
            figure.panels.forEach(panel => panel.curves.forEach(curve => {
                const points = pointsOf(curve);
                points.x.forEach((x, i) => rows.push([panel.title, curve.name, x,
                    ...[points.value[i], points.least[i], points.most[i]].map(y => Number(y.toPrecision(7)))]));
            }));
            download(figure.id + '.csv', rows);
        });
    }

    // Heat maps

    function mixed(colours, share) {
        const place = Math.min(1, Math.max(0, share)) * (colours.length - 1);
        const i = Math.min(Math.floor(place), colours.length - 2);
        const part = (text, k) => parseInt(text.slice(1 + 2 * k, 3 + 2 * k), 16);
        return 'rgb(' + [0, 1, 2].map(k => Math.round(part(colours[i], k)
            + (place - i) * (part(colours[i + 1], k) - part(colours[i], k)))).join(',') + ')';
    }

    function marked(values) {
        if (values.length <= 12) {
            return values.map((_, i) => i);
        }
        const powers = values.map((_, i) => i).filter(i => values[i] > 0 && isPower(values[i]));
        const step = Math.ceil(values.length / 6);
        return powers.length >= 3 ? powers : values.map((_, i) => i).filter(i => i % step === 0);
    }

    function heatFigure(figure, section) {
        const tools = section.querySelector('.tools');
        const panels = section.querySelector('.panels');
        panels.style.gridTemplateColumns = 'repeat(' + figure.panels.length + ', minmax(0, 1fr))';
        const share = z => Math.log(z / figure.least) / Math.log(figure.most / figure.least);
        const nx = figure.x.values.length;
        const ny = figure.y.values.length;
        const width = 400;
        const height = 400;
        const left = 54;
        const top = 10;
        const grids = figure.panels.map((panel, index) => {
            const z = floats(panel.values);
            const made = panelPlace(figure, panel, panels, index);
            made.inner.setAttribute('aria-label', (panel.title || figure.title) + '. Arrow keys go from cell to cell.');
            const svg = element('svg', {class: 'heat', viewBox: '0 0 ' + (left + width + 74) + ' ' + (top + height + 44),
                'aria-hidden': 'true'}, made.inner);
            const cells = element('g', {'shape-rendering': 'crispEdges'}, svg);
            for (let i = 0; i < nx; i++) {
                for (let j = 0; j < ny; j++) {
                    const value = z[i * ny + j];
                    element('rect', {x: left + i * width / nx, y: top + height - (j + 1) * height / ny,
                        width: width / nx + 0.3, height: height / ny + 0.3,
                        fill: value >= 0 && Number.isFinite(value) ? mixed(figure.colours, share(value)) : '#bbbbbb'}, cells);
                }
            }
            const px = i => left + (i + 0.5) * width / nx;
            const py = j => top + height - (j + 0.5) * height / ny;
            marked(figure.x.values).forEach(i => element('text', {x: px(i), y: top + height + 15, 'text-anchor': 'middle',
                text: plain(figure.x.values[i])}, svg));
            marked(figure.y.values).forEach(j => element('text', {x: left - 6, y: py(j) + 4, 'text-anchor': 'end',
                text: plain(figure.y.values[j])}, svg));
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
                made.readout.textContent = figure.x.name + ' = ' + plain(figure.x.values[at[0]]) + ', ' + figure.y.name
                    + ' = ' + plain(figure.y.values[at[1]]) + ': ' + number(value);
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
            const marks = powersBetween(figure.least, figure.most, 20);
            const ends = [figure.least, figure.most].map(end => Number(end.toPrecision(3)));
            (marks.length > 1 ? marks : ends).forEach(value => element('text', {x: x + 17,
                y: top + height * (1 - share(value)) + 4, text: powerLabel(value)}, svg));
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
                figure.x.values[Math.floor(i / ny)], figure.y.values[i % ny], Number(value.toPrecision(7))])));
            download(figure.id + '.csv', rows);
        });
    }

    function plain(value) {
        return value >= 1e5 || value !== 0 && Math.abs(value) < 1e-3 && isPower(value) ? powerLabel(value) : number(value);
    }

    // The page

    const repaint = [];
    const waiting = new Map();

    function make(section) {
        const figure = waiting.get(section);
        if (figure) {
            waiting.delete(section);
            observer.unobserve(section);
            section.style.minHeight = '';
            (figure.kind === 'curves' ? curvesFigure : heatFigure)(figure, section);
        }
    }

    const observer = new IntersectionObserver(entries => entries.filter(entry => entry.isIntersecting)
        .forEach(entry => make(entry.target)), {rootMargin: '800px'});

    document.querySelectorAll('.figure').forEach(section => {
        const figure = data.figures[section.dataset.figure];
        waiting.set(section, figure);
        // About as high as it will be, so that links within the page lead where they say.
        section.style.minHeight = figure.kind === 'curves'
            ? 150 + Math.ceil(figure.panels.length / figure.columns) * (heightOf(figure) + 80) + 'px' : '600px';
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
})();
