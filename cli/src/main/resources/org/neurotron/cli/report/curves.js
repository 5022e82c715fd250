// Curves

function pointsOf(curve) {
    const kept = data.points[curve.points];
    if (!kept.ready) {
        const {wide} = kept;
        kept.ready = {x: abscissas[kept.x], wide, value: numbers(kept.value, wide), least: numbers(kept.least, wide),
            most: numbers(kept.most, wide)};
    }
    return kept.ready;
}

/** Whether curves are of single points that make no line; then they all are. */
function loose(curves) {
    return curves.some(curve => curve.range === 'NONE');
}

/** Single points of all curves, from left to right: for each which curve it is of, and which of its points. */
function scattered(curves) {
    const all = curves.map(pointsOf);
    return all.flatMap((points, c) => points.x.map((x, i) => ({x, c, i}))).sort((one, other) => one.x - other.x);
}

/** All curves over the same x, as the library wants them; null where there is nothing to draw. */
function aligned(curves, [least, most]) {
    const all = curves.map(pointsOf);
    if (loose(curves)) {
        // Several may have the same x.
        const dots = scattered(curves);
        const columns = [dots.map(dot => dot.x)].concat(all.flatMap(() => [0, 1, 2].map(() =>
            new Array(dots.length).fill(null))));
        dots.forEach(({c, i}, at) => columns[3 * c + 1][at] = Math.min(most, Math.max(least, all[c].value[i])));
        return columns;
    }
    const same = all.every(points => points.x === all[0].x);
    const x = same ? all[0].x : Array.from(new Set(all.flatMap(points => points.x))).sort((a, b) => a - b);
    const place = same ? null : new Map(x.map((value, i) => [value, i]));
    const columns = [x];
    for (const points of all) {
        for (const own of [points.value, points.most, points.least]) {
            const column = new Array(x.length).fill(null);
            for (let i = 0; i < own.length; i++) {
                if (!Number.isNaN(own[i])) {
                    column[same ? i : place.get(points.x[i])] = Math.min(most, Math.max(least, own[i]));
                }
            }
            columns.push(column);
        }
    }
    return columns;
}

/**
 * What is written at a logarithmic axis: the finest grade of its candidates that has room; and where one has zoomed in
 * between these, even steps.
 */
function logarithmic(ticks, min, max, length, room, least) {
    const inside = ticks.filter(([at]) => at >= min * (1 - 1e-9) && at <= max * (1 + 1e-9));
    const place = at => length * Math.log(at / min) / Math.log(max / min);
    const grades = Array.from(new Set(inside.map(([, grade]) => grade))).sort((a, b) => b - a);
    for (const finest of grades) {
        const some = inside.filter(([, grade]) => grade <= finest).map(([at]) => at);
        const apart = finest > data.decades ? data.between * room : room;
        if (some.length > 1 && some.every((at, i) => i === 0 || place(at) - place(some[i - 1]) >= apart)) {
            return some;
        }
    }
    const wanted = Math.max(least, 2 * room * (max - min) / length);
    const power = 10 ** Math.floor(Math.log10(wanted));
    const step = [1, 2, 5, 10].map(digit => digit * power).find(some => some >= wanted * (1 - 1e-9));
    const splits = [];
    for (let i = Math.ceil(min / step); i * step <= max; i++) {
        splits.push(Number((i * step).toPrecision(12)));
    }
    return splits;
}

/** Powers of ten alone are written as powers, and as numbers where others are between them. */
function labels(ticks, splits) {
    const known = new Map(ticks.map(([at, , label]) => [at, label]));
    return splits.every(at => known.get(at)) ? splits.map(at => known.get(at)) : splits.map(at => number(at));
}

function axes(figure) {
    const common = {
        stroke: () => themed('--ink'), grid: {stroke: () => themed('--grid'), width: 1},
        ticks: {stroke: () => themed('--line'), width: 1, size: 5}, font: '12px system-ui, sans-serif',
        labelFont: '12px system-ui, sans-serif', filter: (u, splits) => splits,
    };
    const {marked, scale, steps, ticks, title, unit, whole} = figure.x;
    const x = Object.assign({}, common, {label: title, labelSize: 18, size: 34});
    if (marked) {
        const all = new Map(ticks.map(([at, , label]) => [at, label]));
        x.splits = (u, axis, min, max) => Array.from(all.keys()).filter(at => at >= min && at <= max);
        x.values = (u, splits) => {
            const room = roomy(splits.map(at => all.get(at)), splits.map(at => u.valToPos(at, 'x')));
            return splits.map((at, i) => room[i] ? all.get(at) : '');
        };
    } else if (scale === 'LOGARITHMIC') {
        x.splits = (u, axis, min, max) => logarithmic(ticks, min, max, u.bbox.width / devicePixelRatio, 50, 1);
        x.values = (u, splits) => labels(ticks, splits);
    } else {
        x.incrs = steps;
        x.space = 60;
        x.values = (u, splits) => splits.map(at => whole && unit === 1 ? count(at) : number(at / unit, whole ? 6 : 12));
    }
    const y = Object.assign({}, common, {label: figure.y.title, labelSize: 20, size: 56});
    if (figure.y.scale === 'LOGARITHMIC') {
        y.splits = (u, axis, min, max) =>
            logarithmic(figure.y.ticks, min, max, u.bbox.height / devicePixelRatio, 21, 0);
        y.values = (u, splits) => labels(figure.y.ticks, splits);
    } else if (figure.y.shares) {
        y.values = (u, splits) => splits.map(at => number(100 * at, 3) + '\u00A0%');
    } else {
        y.values = (u, splits) => splits.map(at => number(at, 12));
        y.size = (u, values) => Math.max(56, 16 + 7 * Math.max(0, ...(values || []).map(text => text.length)));
    }
    return [x, y];
}

function colour(curve) {
    return dark() ? curve.dark : curve.light;
}

/** Its colour, but letting through what is below. */
function covering(curve, opacity) {
    return colour(curve) + Math.round(255 * opacity).toString(16).padStart(2, '0');
}

function chart(figure, panel, place, readout) {
    const {range} = figure.y;
    const series = [{}];
    const bands = [];
    panel.curves.forEach((curve, i) => {
        const single = curve.range === 'NONE';
        const median = curve.range !== 'EXTREMES' && !single;
        series.push({label: curve.name, stroke: () => colour(curve), dash: median ? curve.dashes : [], spanGaps: true,
            width: median ? 2 : 1.2, ...(single ? {paths: () => null} : {}), points: single
                ? {show: true, size: 4, width: 0, fill: () => covering(curve, curve.opacity)}
                : {show: curve.dotted, size: 6, fill: () => colour(curve)}});
        for (const end of ['greatest', 'least']) {
            series.push({label: curve.name + ', ' + end, stroke: () => curve.outlined ? colour(curve) : 'transparent',
                dash: curve.dashes, width: curve.outlined ? 1 : 0, spanGaps: true, points: {show: false}});
        }
        bands.push({series: [3 * i + 2, 3 * i + 3], fill: () => covering(curve, curve.opacity)});
    });
    const dots = loose(panel.curves) ? scattered(panel.curves) : null;
    const u = new uPlot({
        width: place.clientWidth || 400, height: heightOf(figure),
        // At first everything; then what is asked for. Neither another x nor a curve switched off changes y.
        scales: {
            x: {time: false, distr: figure.x.scale === 'LOGARITHMIC' ? 3 : 1, range: (own, least, most) =>
                own.status === 0 ? figure.x.range : [least, most]},
            y: {distr: figure.y.scale === 'LOGARITHMIC' ? 3 : 1, log: 10, range: own => own.status === 0 ? range : [own.scales.y.min, own.scales.y.max]},
        },
        series, bands, axes: axes(figure), legend: {show: false},
        padding: [10, Math.max(26, endsWidth(panel.ends)), 0, 0],
        cursor: {drag: {x: true, y: true, uni: 24}, sync: {key: figure.id}, points: {size: 7}, focus: {prox: -1},
            dataIdx: (own, s, closest) => dots ? s === 3 * dots[nearest(own, dots)].c + 1 ? nearest(own, dots) : null
                : closest,
            bind: {dblclick: () => () => reset(figure)}},
        hooks: {
            setCursor: [own => say(own, panel, figure, readout, own.cursor.idx == null ? null : dots
                ? nearest(own, dots) : own.cursor.idx)],
            setScale: [(own, key) => {
                if (key === 'x') {
                    place.dataset.from = own.scales.x.min;
                    place.dataset.to = own.scales.x.max;
                }
            }],
            drawAxes: [own => drawStages(own, panel.stages)],
            draw: [own => {
                drawGuides(own, panel.guides);
                drawLevels(own, panel.levels, panel.edged);
                drawEnds(own, panel.ends);
            }],
        },
    }, aligned(panel.curves, figure.y.limits), place);
    u.dots = dots;
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

/** Which of the points that are shown is nearest to the pointer, or the one that was asked for. */
function nearest(u, dots) {
    if (u.wanted !== undefined) {
        return u.wanted;
    }
    const {left, top} = u.cursor;
    let best = 0;
    let least = Infinity;
    dots.forEach(({x, c}, i) => {
        if (u.series[3 * c + 1].show) {
            const distance = Math.hypot(u.valToPos(x, 'x') - left, u.valToPos(u.data[3 * c + 1][i], 'y') - top);
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
    });
    return best;
}

/** Vertical lines where something begins, with names along them where there is room, of what is not minor first. */
function drawStages(u, stages) {
    const ratio = devicePixelRatio;
    const {ctx} = u;
    const {left, top, width, height} = u.bbox;
    const line = 14 * ratio;
    const drawn = stages.map(stage => ({stage, x: u.valToPos(stage.at, 'x', true)}))
        .filter(({x}) => x >= left && x <= left + width);
    const named = [];
    [false, true].forEach(minor => drawn.filter(({stage}) => stage.minor === minor).forEach(one => {
        if (one.x + line <= left + width && named.every(({x}) => Math.abs(x - one.x) >= line)) {
            named.push(one);
        }
    }));
    ctx.save();
    ctx.setLineDash([]);
    drawn.forEach(({stage, x}) => {
        ctx.strokeStyle = themed(stage.minor ? '--line' : '--soft');
        ctx.lineWidth = ratio;
        ctx.beginPath();
        ctx.moveTo(x, top);
        ctx.lineTo(x, top + height);
        ctx.stroke();
    });
    ctx.font = 12 * ratio + 'px system-ui, sans-serif';
    ctx.fillStyle = themed('--ink');
    ctx.textAlign = 'left';
    ctx.textBaseline = 'alphabetic';
    named.forEach(({stage, x}) => {
        ctx.save();
        ctx.translate(x + 4 * ratio, top + 4 * ratio);
        ctx.rotate(Math.PI / 2);
        ctx.fillText(stage.name, 0, 0);
        ctx.restore();
    });
    ctx.restore();
}

/** Thin lines to compare curves with. */
function drawGuides(u, guides) {
    const {ctx} = u;
    const {left, top, width, height} = u.bbox;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.clip();
    ctx.strokeStyle = themed('--ink');
    ctx.lineWidth = 1.1 * devicePixelRatio;
    ctx.setLineDash([2 * devicePixelRatio, 2.5 * devicePixelRatio]);
    guides.forEach(guide => {
        ctx.beginPath();
        guide.x.forEach((x, i) => ctx.lineTo(u.valToPos(x, 'x', true), u.valToPos(guide.y[i], 'y', true)));
        ctx.stroke();
    });
    ctx.restore();
}

/** Lines across the chart, from above to below, with names that do not lie on each other. */
function drawLevels(u, levels, edged) {
    const ratio = devicePixelRatio;
    const {ctx} = u;
    const {left, top, width, height} = u.bbox;
    const drawn = levels.map(level => ({level, y: u.valToPos(level.value, 'y', true)}))
        .filter(({y}) => y >= top && y <= top + height).sort((a, b) => a.y - b.y);
    ctx.save();
    const draw = (stroke, thickness, dashes, from, to, y) => {
        ctx.strokeStyle = stroke;
        ctx.lineWidth = thickness * ratio;
        ctx.setLineDash(dashes.map(length => length * ratio));
        ctx.beginPath();
        ctx.moveTo(from, y);
        ctx.lineTo(to, y);
        ctx.stroke();
    };
    const drawLevel = (level, from, to, y) => draw(colour(level), 1.6, [6, 3, 1, 3], from, to, y);
    // Under all of them lines like the paper, so that one is seen on a band of its own colour.
    drawn.filter(() => edged).forEach(({y}) => draw(themed('--paper'), 4, [], left, left + width, y));
    drawn.forEach(({level, y}) => drawLevel(level, left, left + width, y));
    // Each right above its line, but below the one before; what is pushed out at the bottom pushes the others up.
    const line = 15 * ratio;
    let free = top;
    drawn.forEach(one => free = one.lower = Math.max(one.y - ratio, free + line));
    let limit = top + height;
    drawn.reverse().forEach(one => {
        one.lower = Math.min(one.lower, limit);
        limit = one.lower - line;
    });
    ctx.font = 12 * ratio + 'px system-ui, sans-serif';
    ctx.textAlign = 'right';
    ctx.textBaseline = 'bottom';
    drawn.forEach(({level, lower}) => {
        const right = left + width - 6 * ratio;
        const start = right - ctx.measureText(level.name).width;
        ctx.globalAlpha = 0.85;
        ctx.fillStyle = themed('--paper');
        ctx.fillRect(start - 33 * ratio, lower - line + ratio, right - start + 35 * ratio, line - ratio);
        ctx.globalAlpha = 1;
        // A sample, as a name may stand closer to the line of another.
        drawLevel(level, start - 31 * ratio, start - 5 * ratio, lower - line / 2);
        ctx.fillStyle = themed('--ink');
        ctx.fillText(level.name, right, lower);
    });
    ctx.restore();
}

/** Room to the right of a chart for how the runs of so many curves ended. */
function endsWidth(ends) {
    return Math.min(76, 5 + 39 * ends.length);
}

/** How the runs of every curve ended, to the right of the chart, along its axis of the errors. */
function drawEnds(u, ends) {
    const ratio = devicePixelRatio;
    const {ctx} = u;
    const {left, top, width, height} = u.bbox;
    const gap = 5 * ratio;
    const room = endsWidth(ends) * ratio;
    const column = (room - gap) / ends.length - gap;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left + width, top - ratio, room, height + 2 * ratio);
    ctx.clip();
    ctx.setLineDash([]);
    ends.forEach((own, i) => {
        const start = left + width + gap + i * (column + gap);
        own.bars.forEach(([lower, upper, from, to, opacity]) => {
            const y = u.valToPos(upper, 'y', true);
            const box = [start + column * from, y, column * (to - from), u.valToPos(lower, 'y', true) - y];
            ctx.fillStyle = covering(own, opacity);
            ctx.strokeStyle = colour(own);
            ctx.lineWidth = ratio;
            if (opacity > 0) {
                ctx.fillRect(...box);
            } else {
                ctx.strokeRect(...box);
            }
        });
        ctx.fillStyle = themed('--line');
        ctx.fillRect(start - ratio, top, ratio, height);
    });
    ctx.restore();
}

/** What the curves are at a point, or at the last. */
function say(u, panel, figure, readout, index) {
    const i = index ?? u.data[0].length - 1;
    readout.textContent = '';
    if (u.dots) {
        sayDot(u, panel, figure, readout, u.dots[i]);
        return;
    }
    element('b', {text: figure.x.name + ' ' + (figure.x.marked ? number : count)(u.data[0][i])}, readout);
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

/** Which row a point is of, and where it is. */
function sayDot(u, panel, figure, readout, dot) {
    const curve = panel.curves[dot.c];
    const value = pointsOf(curve).value[dot.i];
    if (curve.rows) {
        element('b', {text: curve.place + ' ' + curve.rows[dot.i]}, readout);
    }
    element('span', {text: figure.x.name + ': ' + number(dot.x)}, readout);
    const span = element('span', {'data-curve': curve.name, 'data-value': value}, readout);
    const sample = element('i', {class: 'dot'}, span);
    sample.style.background = colour(curve);
    span.append(curve.name + ', ' + figure.y.title + ': ');
    element('b', {text: number(value)}, span);
    readout.dataset.x = dot.x;
    u.chosen = u.dots.indexOf(dot);
}

/** The charts of a figure. What one shows, all show, whether pointer or keys have said so. */
function panelsOf(figure) {
    return uPlot.sync(figure.id).plots;
}

function zoom(u, figure, factor) {
    const log = figure.x.scale === 'LOGARITHMIC';
    const to = log ? Math.log : value => value;
    const back = log ? Math.exp : value => value;
    const [first, last] = figure.x.range.map(to);
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
            const before = u.dots ? u.chosen : u.cursor.idx;
            let i = before == null ? x.length - 1 : before + (event.key === 'ArrowRight' ? step : -step);
            i = Math.min(x.length - 1, Math.max(0, i));
            // Points of the same place are told apart by their number alone.
            u.wanted = u.dots ? i : undefined;
            u.setCursor({left: u.valToPos(x[i], 'x'), top: u.dots ? u.valToPos(u.data[3 * u.dots[i].c + 1][i], 'y')
                : u.bbox.height / devicePixelRatio / 2});
            u.wanted = undefined;
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
        [['x', figure.x.range], ['y', figure.y.range]].forEach(([axis, [min, max]]) => u.setScale(axis, {min, max}));
    }));
}

function panelPlace(figure, panel, panels, index) {
    const place = element('div', {class: 'panel'}, panels);
    if (panel.title) {
        element('h3', {text: panel.title}, place);
    }
    return {inner: element('div', {class: 'chart', tabindex: '0', role: 'group',
        'aria-label': (panel.title || figure.title) + '. Arrow keys read values, plus and minus zoom, 0 resets.'},
        place),
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
                ...[points.value[i], points.least[i], points.most[i]].map(y => stored(y, points.wide))]));
        }));
        download(figure.id + '.csv', rows);
    });
}
