// Bars

function barsFigure(figure, section) {
    const tools = section.querySelector('.tools');
    const panels = section.querySelector('.panels');
    const [least, most] = figure.range;
    const inkOf = value => value < 0 ? figure.fall : figure.rise;
    [figure.rise, figure.fall].filter(ink => figure.bars.some(bar => bar.value !== 0 && inkOf(bar.value) === ink))
        .forEach(ink => {
            const entry = element('span', {class: 'entry'}, tools);
            const swatch = element('span', {class: 'swatch'}, entry);
            repaint.push(() => swatch.style.borderColor = colour(ink));
            swatch.style.borderColor = colour(ink);
            entry.append(ink.name);
        });
    // A list of names and numbers, which is read as what it is without the bars between them.
    const list = element('div', {class: 'bars', role: 'list'}, panels);
    figure.bars.forEach(bar => {
        const row = element('div', {role: 'listitem'}, list);
        element('span', {class: 'bar-name', text: bar.name, title: bar.name}, row);
        const track = element('span', {class: 'track'}, row);
        const value = Math.min(most, Math.max(least, bar.value ?? 0));
        const share = at => 100 * (at - least) / (most - least);
        const drawn = element('i', {}, track);
        drawn.style.left = share(Math.min(0, value)) + '%';
        drawn.style.width = Math.abs(share(value) - share(0)) + '%';
        drawn.style.background = colour(inkOf(bar.value));
        repaint.push(() => drawn.style.background = colour(inkOf(bar.value)));
        element('span', {class: 'bar-value', text: bar.label}, row);
    });
    element('span', {class: 'space'}, tools);
    element('button', {type: 'button', text: 'CSV'}, tools).addEventListener('click', () => download(figure.id + '.csv',
        [['name', 'value']].concat(figure.bars.map(bar => [bar.name, bar.value]))));
}
