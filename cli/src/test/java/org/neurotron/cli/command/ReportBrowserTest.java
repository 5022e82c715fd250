package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.cli.Cli;
import org.neurotron.cli.figure.Label;
import org.neurotron.cli.figure.Names;
import org.neurotron.cli.file.CsvTable;
import org.neurotron.training.Algorithm;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.interactions.PointerInput;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.FluentWait;

/**
 * Breaks if a page of {@code report} does not work in a browser: if it needs a network or complains, shows other
 * numbers than the files, or cannot be used with pointer or keyboard, in either theme, or on a narrow screen. Skipped
 * where there is no Chromium with its ChromeDriver on the PATH.
 */
@Timeout(300)
class ReportBrowserTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int ITERATIONS = 2000;

    /** What the pages' numbers of the study carry: five digits. */
    private static final double FIVE_DIGITS = 1e-4;

    /** What the others carry: 32-bit floats. */
    private static final double SINGLE = 1e-6;

    /** Reads what the panels of a figure say: title, x, its text, names, values, and values as they are read. */
    private static final String READOUTS = """
        return Array.from(document.querySelectorAll('.figure')[arguments[0]].querySelectorAll('.panel'), panel => {
            const readout = panel.querySelector('output');
            const spans = Array.from(readout.querySelectorAll('[data-curve]'));
            return [[panel.querySelector('h3')?.textContent ?? '', readout.dataset.x ?? '', readout.textContent],
                spans.map(span => span.dataset.curve), spans.map(span => span.dataset.value),
                spans.map(span => span.querySelector('b').textContent)];
        });""";

    /**
     * Returns what is too faint, and how many texts and colours of curves there are. The arguments are the least
     * contrast (as WCAG 2.2 defines it) of a text to what is behind it, and of a curve to the page.
     */
    private static final String CONTRASTS = """
        const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
        const over = (front, back, share) => [0, 1, 2].map(i => share * front[i] + (1 - share) * back[i]);
        const papers = new Map([[null, [255, 255, 255]]]);
        function paper(one) {
            if (!papers.has(one)) {
                const style = getComputedStyle(one);
                const own = numbers(style.backgroundColor);
                papers.set(one, over(own, paper(one.parentElement), (own[3] ?? 1) * style.opacity));
            }
            return papers.get(one);
        }
        function luminance(colour) {
            const [r, g, b] = colour.map(c => c / 255)
                .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        }
        function contrast(one, colour) {
            const back = paper(one);
            const own = numbers(colour);
            const front = over(own, back, (own[3] ?? 1) * getComputedStyle(one).opacity);
            const [dark, light] = [luminance(front), luminance(back)].sort((a, b) => a - b);
            return (light + 0.05) / (dark + 0.05);
        }
        const texts = Array.from(document.querySelectorAll('body *')).filter(one => one.getClientRects().length > 0
            // The names of lines stand on cells of any colour and have an outline.
            && !one.dataset.line && one.tagName !== 'NOSCRIPT'
            && Array.from(one.childNodes).some(child => child.nodeType === 3 && child.textContent.trim()));
        const dots = Array.from(document.querySelectorAll('.dot, .swatch'));
        const pairs = texts.map(one => [one, contrast(one, getComputedStyle(one)[one.closest('svg') ? 'fill'
            : 'color']), arguments[0]]).concat(dots.map(one => [one, contrast(one.closest('.figure'),
                getComputedStyle(one)[one.className === 'dot' ? 'backgroundColor' : 'borderTopColor']), arguments[1]]));
        const faint = pairs.filter(([, ratio, least]) => !(ratio >= least))
            .map(([one, ratio]) => ratio.toFixed(2) + ' ' + one.outerHTML);
        return [faint, texts.length, dots.length];""";

    /**
     * Returns what is wrong with the colours of the curves: curves of a panel that share one, buttons with others than
     * their curves have, and curves that are not drawn in theirs.
     */
    private static final String COLOURS = """
        const wrong = [];
        const colours = (all, property) => Array.from(all, one => getComputedStyle(one)[property]);
        const different = all => Array.from(new Set(all)).sort().join(' ');
        for (const panel of document.querySelectorAll('.panel')) {
            const dots = Array.from(panel.querySelectorAll('.dot'));
            const own = colours(dots, 'backgroundColor');
            if (new Set(own).size < own.length) {
                wrong.push('shared: ' + own);
            }
            const canvas = panel.querySelector('canvas');
            if (canvas) {
                // From a copy, as the browser warns of reading those that it keeps in the graphics memory.
                const {width, height} = canvas;
                const copy = new OffscreenCanvas(width, height).getContext('2d', {willReadFrequently: true});
                copy.drawImage(canvas, 0, 0);
                const pixels = copy.getImageData(0, 0, width, height).data;
                // The curve that is drawn last is above all others.
                const last = own.at(-1).match(/\\d+/g).map(Number);
                let i = 0;
                while (i < pixels.length && !(pixels[i + 3] > 250
                    && last.every((c, k) => Math.abs(c - pixels[i + k]) < 8))) {
                    i += 4;
                }
                if (i === pixels.length) {
                    wrong.push('not drawn: ' + dots.at(-1).parentElement.textContent);
                }
            }
        }
        for (const button of document.querySelectorAll('.tools [aria-pressed=true]')) {
            const curves = Array.from(button.closest('.figure').querySelectorAll('[data-curve]'))
                .filter(span => span.dataset.curve === button.textContent);
            const swatches = different(colours(button.querySelectorAll('.swatch'), 'borderTopColor'));
            if (swatches !== different(colours(curves.map(span => span.querySelector('.dot')), 'backgroundColor'))) {
                wrong.push('button ' + button.textContent + ': ' + swatches);
            }
        }
        return wrong;""";

    /** Says that it knows no commands of this version of the browser, of which none are used. A field, to be kept. */
    private static final Logger DEVTOOLS = Logger.getLogger("org.openqa.selenium.devtools");

    @TempDir
    private static Path folder;

    private static ChromeDriver driver;

    /** What stands above and below the curves or cells of a panel. */
    private record Panel(String title, String x, String text, Map<String, Double> values, Map<String, String> shown) {
    }

    /** Where its curves or cells are. */
    private record Area(WebElement element, double width, double height) {
    }

    private static Optional<Path> onPath(String... names) {
        return Arrays.stream(names).flatMap(name -> Arrays.stream(System.getenv().getOrDefault("PATH", "")
                .split(File.pathSeparator)).filter(place -> !place.isEmpty()).map(place -> Path.of(place, name)))
            .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file)).findFirst();
    }

    private static void compute(String name, String... command) {
        String out = folder.resolve(name).toString();
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--out", out));
        Cli.Result computed = Cli.run(arguments.toArray(String[]::new));
        assertEquals(0, computed.exitCode(), computed.err());
        Cli.Result reported = Cli.run("report", out);
        assertEquals(0, reported.exitCode(), reported.err());
    }

    @BeforeAll
    static void computeAndStart() {
        Optional<Path> browser = onPath("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
        Optional<Path> driverProgram = onPath("chromedriver");
        assumeTrue(browser.isPresent() && driverProgram.isPresent(), () -> "no Chromium and ChromeDriver here: found "
            + browser.map(Path::toString).orElse("no browser") + " and "
            + driverProgram.map(Path::toString).orElse("no driver") + " on the PATH");
        compute("study", "reproduce", "--iterations", Integer.toString(ITERATIONS), "--no-figures");
        compute("sweep", "sweep", "--n", "50", "--r", "5", "--k", "4", "--b", "4", "--beta", "0.02", "--theta",
            "0.125,0.5", "--replicates", "4", "--iterations", Integer.toString(ITERATIONS));
        compute("map", "sweep", "--n", "50", "--r", "5", "--k", "4", "--b", "4", "--theta", "0.125,0.25,0.5,1,2",
            "--beta", "0.1,0.3,0.5,0.7,0.9", "--algorithm", "tron,sgd", "--replicates", "2", "--iterations", "300");
        compute("run", "train", "--n", "50", "--r", "5", "--k", "4", "--b", "4", "--iterations",
            Integer.toString(ITERATIONS), "--record", "log:100");
        compute("fit", "fit", "--data", "../results/fit/penguins.csv", "--target", "body_mass_g", "--poison",
            "theta=4000,beta=0.3,attack=constant");

        DEVTOOLS.setLevel(Level.SEVERE);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.orElseThrow().toFile());
        options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--user-data-dir=" + profile());
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        // A driver that is named is not looked for, nor fetched.
        ChromeDriverService service = new ChromeDriverService.Builder()
            .usingDriverExecutable(driverProgram.orElseThrow().toFile()).build();
        driver = new ChromeDriver(service, options);
    }

    private static Path profile() {
        return folder.resolve("profile");
    }

    @AfterAll
    static void stop() {
        if (driver != null) {
            driver.quit();
            // Processes of the browser write until they end, which is a little later.
            new FluentWait<>(profile()).withTimeout(PATIENCE).until(ReportBrowserTest::delete);
        }
    }

    private static boolean delete(Path directory) {
        if (Files.notExists(directory)) {
            return true;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    @AfterEach
    void noComplaints() {
        assertEquals(List.of(), driver.manage().logs().get(LogType.BROWSER).getAll().stream()
            .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue()).map(LogEntry::toString).toList());
    }

    private static void await(String what, BooleanSupplier condition) {
        new FluentWait<>(driver).withTimeout(PATIENCE).pollingEvery(Duration.ofMillis(20)).withMessage(what)
            .until(_ -> condition.getAsBoolean());
    }

    private static <T> T js(Class<T> type, String script, Object... arguments) {
        return type.cast(driver.executeScript(script, arguments));
    }

    private static List<?> list(String script, Object... arguments) {
        return js(List.class, script, arguments);
    }

    private static double number(String script, Object... arguments) {
        return js(Number.class, script, arguments).doubleValue();
    }

    private static void width(int width) {
        driver.manage().window().setSize(new Dimension(width, 1000));
    }

    private static void open(String page) {
        // Where the pointer was left it might be over a chart of this page, too.
        Actions away = pointer();
        away.tick(away.getActivePointer().createPointerMove(Duration.ZERO, PointerInput.Origin.viewport(), 0, 0))
            .perform();
        driver.get(folder.resolve(page).resolve("index.html").toUri().toString());
    }

    /** Opens a page as wide as usual, and brings a figure into view. */
    private static WebElement open(String page, int figure) {
        width(1280);
        open(page);
        return show(figure);
    }

    private static WebElement show(int figure) {
        js(Object.class, "document.querySelectorAll('.figure')[arguments[0]].scrollIntoView()", figure);
        awaitDrawn(figure);
        return driver.findElements(By.className("figure")).get(figure);
    }

    private static void awaitDrawn(int figure) {
        String drawn = """
            const charts = Array.from(document.querySelectorAll('.figure')[arguments[0]].querySelectorAll('.chart'));
            return document.querySelectorAll('.figure')[arguments[0]].querySelector('.bars') !== null
                || charts.length > 0 && charts.every(chart => chart.querySelector('svg') || chart.dataset.to);""";
        await("figure " + figure + " is not drawn", () -> js(Boolean.class, drawn, figure));
    }

    /** Has all figures drawn, and opens what can be opened. */
    private static void showAll() {
        js(Object.class, """
            dispatchEvent(new Event('beforeprint'));
            document.querySelectorAll('details').forEach(one => one.open = true);""");
        for (int i = 0; i < figures(); i++) {
            awaitDrawn(i);
        }
    }

    private static int figures() {
        return driver.findElements(By.className("figure")).size();
    }

    private static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(String.class::cast).toList();
    }

    private static List<Panel> panels(int figure) {
        List<Panel> panels = new ArrayList<>();
        for (Object panel : list(READOUTS, figure)) {
            List<?> parts = (List<?>) panel;
            List<String> words = strings(parts.get(0));
            List<String> curves = strings(parts.get(1));
            Map<String, Double> values = new LinkedHashMap<>();
            Map<String, String> shown = new LinkedHashMap<>();
            for (int i = 0; i < curves.size(); i++) {
                values.put(curves.get(i), Double.valueOf(strings(parts.get(2)).get(i)));
                shown.put(curves.get(i), strings(parts.get(3)).get(i));
            }
            panels.add(new Panel(words.get(0), words.get(1), words.get(2), values, shown));
        }
        return panels;
    }

    /** Where the curves or cells of a panel are, after scrolling there. */
    private static Area area(int figure, int panel) {
        List<?> parts = list("""
            const chart = document.querySelectorAll('.figure')[arguments[0]].querySelectorAll('.chart')[arguments[1]];
            const area = chart.querySelector('.u-over') ?? chart.querySelector('svg image');
            chart.scrollIntoView({block: 'center'});
            const {width, height} = area.getBoundingClientRect();
            return [area, width, height];""", figure, panel);
        return new Area((WebElement) parts.get(0), ((Number) parts.get(1)).doubleValue(),
            ((Number) parts.get(2)).doubleValue());
    }

    private static Actions pointer() {
        return new Actions(driver, Duration.ZERO);
    }

    private static Actions to(Actions pointer, Area area, double across, double down) {
        return pointer.moveToElement(area.element, (int) ((across - 0.5) * area.width),
            (int) ((down - 0.5) * area.height));
    }

    private static void drag(Area area, double fromAcross, double fromDown, double toAcross, double toDown) {
        Actions pointer = to(pointer(), area, fromAcross, fromDown).clickAndHold();
        to(pointer, area, (fromAcross + toAcross) / 2, (fromDown + toDown) / 2);
        to(pointer, area, toAcross, toDown).release().perform();
    }

    private static void press(CharSequence... keys) {
        pointer().sendKeys(keys).perform();
    }

    private static void pressWithShift(CharSequence key) {
        pointer().keyDown(Keys.SHIFT).sendKeys(key).keyUp(Keys.SHIFT).perform();
    }

    private static WebElement chart(int figure, int panel) {
        return driver.findElements(By.className("figure")).get(figure).findElements(By.className("chart")).get(panel);
    }

    private static WebElement button(WebElement figure, String text) {
        return figure.findElements(By.tagName("button")).stream().filter(button -> button.getText().equals(text))
            .findFirst().orElseThrow();
    }

    /** The pixels of a figure. */
    private static String pixels(int figure) {
        return js(String.class, "return Array.from(document.querySelectorAll('.figure')[arguments[0]]"
            + ".querySelectorAll('canvas'), canvas => canvas.toDataURL()).join()", figure);
    }

    private static void assertShows(int figure, double from, double to, double tolerance) {
        await("it does not show " + from + " to " + to, () -> {
            double[] ends = shown(figure);
            return Math.abs(ends[0] - from) <= tolerance && Math.abs(ends[1] - to) <= tolerance;
        });
    }

    /** From where to where the panels of a figure show their curves; NaN if not all the same. */
    private static double[] shown(int figure) {
        List<?> ends = list("""
            const all = Array.from(document.querySelectorAll('.figure')[arguments[0]].querySelectorAll('.chart'),
                chart => [chart.dataset.from, chart.dataset.to]);
            return all.every(one => one.join() === all[0].join()) ? all[0] : ['NaN', 'NaN'];""", figure);
        return ends.stream().mapToDouble(end -> Double.parseDouble((String) end)).toArray();
    }

    /** The number is the expected one, and what one reads is this number to five digits. */
    private static void assertNumber(double expected, double actual, String read, double tolerance, String where) {
        assertEquals(expected, actual, tolerance * Math.abs(expected), where);
        assertEquals(Label.rounded(actual, 5), read, where);
    }

    /** The script writes what is under the pointer, and the program all other numbers. */
    @Test
    void numbersAreWrittenAsTheProgramWritesThem() throws IOException {
        open("run", 0);
        String base;
        try (InputStream in = ReportBrowserTest.class.getResourceAsStream("/org/neurotron/cli/report/base.js")) {
            base = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String functions = base.substring(base.indexOf("const superscripts"), base.indexOf("/** Which labels"));
        List<Double> values = new ArrayList<>(List.of(0.0, 1e-3, 9.99999e-4, 9.999e-4, 1e5, 99_999.4, 99_999.6,
            12_345.6, 9999.96, 1.26e154, 4.9e-300, 0.1 + 0.2, 2.5e-4, 1e-4, 123.456789));
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            values.add(Math.exp(60 * random.nextDouble() - 30));
        }
        for (int digits : new int[] {2, 5, 6}) {
            List<?> written = list(functions + "return arguments[0].map(value => number(value, arguments[1]));", values,
                digits);
            for (int i = 0; i < values.size(); i++) {
                assertEquals(Label.rounded(values.get(i), digits), written.get(i));
            }
        }
        List<Integer> counts = List.of(0, 9, 999, 1000, 9999, 10_000, 123_456, 1_234_567, 2_000_000_000);
        assertEquals(counts.stream().map(Label::count).toList(), list(functions + "return arguments[0].map(count);",
            counts));
    }

    @Test
    void theCommandCanBeCopied() {
        // With the clipboard of the browser, and without.
        for (String clipboard : List.of("{writeText: async text => copied.push(text)}", "undefined")) {
            open("run", 0);
            WebElement commands = driver.findElement(By.className("commands"));
            String command = commands.findElement(By.tagName("code")).getDomProperty("textContent");
            js(Object.class, "window.copied = []; Object.defineProperty(navigator, 'clipboard', {configurable: true, "
                + "value: " + clipboard + "}); "
                + "document.addEventListener('copy', () => copied.push(getSelection() + ''))");
            WebElement button = commands.findElement(By.className("copy"));
            js(Object.class, "arguments[0].scrollIntoView({block: 'center'})", button);
            await("it stays copied", () -> button.getText().equals("Copy"));
            button.click();
            await("it is not copied", () -> button.getText().equals("Copied"));
            assertEquals(command, js(String.class, "return copied.join('')"));
        }
    }

    @ParameterizedTest
    @CsvSource({"study, 13, 54", "sweep, 2, 2", "map, 2, 12", "run, 1, 1", "fit, 4, 5"})
    void aPageIsWholeInItself(String page, int figures, int charts) throws IOException {
        width(1280);
        open(page);
        assertEquals(figures, figures());
        for (int i = 0; i < figures; i++) {
            show(i);
        }
        assertEquals(charts, driver.findElements(By.className("chart")).size());
        assertEquals(List.of(), list("return performance.getEntriesByType('resource').map(entry => entry.name)"));
        assertEquals(List.of(), list("""
            const ids = Array.from(document.querySelectorAll('[id]'), one => one.id);
            return ids.filter((id, i) => ids.indexOf(id) !== i).concat(Array.from(document.querySelectorAll('nav a'),
                link => link.getAttribute('href').slice(1)).filter(id => !ids.includes(id)));"""), "ids");
        assertEquals("en", js(String.class, "return document.documentElement.lang"));
        // The study's traces are thinned to as many pieces however long they are, so that the whole one is as large.
        long size = Files.size(folder.resolve(page).resolve("index.html"));
        assertTrue(size < 5_000_000, () -> "the page has " + size + " bytes");
        System.out.println("The page " + page + " has " + size + " bytes and was opened in " + Math.round(number(
            "return performance.getEntriesByType('navigation')[0].loadEventEnd")) + " ms");
    }

    @Test
    void curvesAreSwitchedOffAndOn() {
        WebElement figure = open("study", 0);
        String before = pixels(0);
        WebElement button = button(figure, "θ = 0.25");
        assertEquals("true", button.getDomAttribute("aria-pressed"));
        for (Runnable press : List.<Runnable>of(button::click, () -> press(Keys.SPACE))) {
            press.run();
            assertEquals("false", button.getDomAttribute("aria-pressed"));
            await("the curves are still there", () -> !pixels(0).equals(before));
            for (Panel panel : panels(0)) {
                assertEquals(List.of("θ = 0.125", "θ = 0.5", "θ = 1", "θ = 2", "θ = 4"),
                    List.copyOf(panel.values.keySet()));
                assertFalse(panel.text.contains("θ = 0.25"), panel.text);
            }
            press(Keys.ENTER);
            assertEquals("true", button.getDomAttribute("aria-pressed"));
            await("the curves do not come back", () -> pixels(0).equals(before));
            assertTrue(panels(0).stream().allMatch(panel -> panel.values.containsKey("θ = 0.25")));
        }
        // All can be off.
        List<WebElement> all = figure.findElements(By.cssSelector("[aria-pressed]"));
        all.forEach(WebElement::click);
        assertTrue(panels(0).stream().allMatch(panel -> panel.values.isEmpty()));
        all.forEach(WebElement::click);
        await("the curves do not come back", () -> pixels(0).equals(before));
    }

    @Test
    void linesOfAHeatMapAreSwitchedOffAndOn() {
        WebElement figure = open("map", 1);
        List<WebElement> names = figure.findElements(By.cssSelector("[data-line]"));
        assertEquals(List.of("Theorem 1"), names.stream().map(WebElement::getText).toList());
        assertTrue(names.getFirst().isDisplayed());
        WebElement button = button(figure, "Lines");
        button.click();
        assertEquals("false", button.getDomAttribute("aria-pressed"));
        assertFalse(names.getFirst().isDisplayed());
        button.click();
        assertTrue(names.getFirst().isDisplayed());
    }

    /** The panels of a figure have one axis, so that all of them show the part that is asked for in one. */
    @Test
    void draggingInAPanelZoomsIntoAllOfTheFigure() {
        WebElement figure = open("study", 0);
        assertShows(0, 0, ITERATIONS, 0);
        String before = pixels(0);
        drag(area(0, 1), 0.25, 0.5, 0.5, 0.5);
        assertShows(0, 0.25 * ITERATIONS, 0.5 * ITERATIONS, 0.01 * ITERATIONS);
        assertNotEquals(before, pixels(0));
        // Into the part of a part, to the left.
        drag(area(0, 0), 0.75, 0.5, 0.25, 0.5);
        assertShows(0, 0.3125 * ITERATIONS, 0.4375 * ITERATIONS, 0.01 * ITERATIONS);
        button(figure, "Whole range").click();
        assertShows(0, 0, ITERATIONS, 0);
        await("it is not as before", () -> pixels(0).equals(before));
        // Both ways at once; what is switched off and on does not change it.
        drag(area(0, 0), 0.25, 0.25, 0.5, 0.75);
        assertShows(0, 0.25 * ITERATIONS, 0.5 * ITERATIONS, 0.01 * ITERATIONS);
        String zoomed = pixels(0);
        WebElement button = button(figure, "θ = 1");
        button.click();
        await("the curves are still there", () -> !pixels(0).equals(zoomed));
        button.click();
        await("the zoom is lost", () -> pixels(0).equals(zoomed));
        assertShows(0, 0.25 * ITERATIONS, 0.5 * ITERATIONS, 0.01 * ITERATIONS);
        to(pointer(), area(0, 2), 0.5, 0.5).doubleClick().perform();
        assertShows(0, 0, ITERATIONS, 0);
        await("it is not as before", () -> pixels(0).equals(before));
    }

    @Test
    void keysZoom() {
        open("study", 0);
        String before = pixels(0);
        chart(0, 0).sendKeys("+");
        assertShows(0, 0.25 * ITERATIONS, 0.75 * ITERATIONS, 1e-9);
        press("-");
        assertShows(0, 0, ITERATIONS, 1e-9);
        // About the point that the arrow keys have gone to, which stays.
        press(Keys.ARROW_RIGHT);
        pressWithShift(Keys.ARROW_LEFT);
        String x = panels(0).getFirst().x;
        assertNotEquals(Integer.toString(ITERATIONS), x);
        for (int i = 1; i <= 4; i++) {
            press("+");
            double length = ITERATIONS * Math.pow(0.5, i);
            await("it does not narrow", () -> Math.abs(shown(0)[1] - shown(0)[0] - length) < 1e-6);
            assertEquals(x, panels(0).getFirst().x);
        }
        press("0");
        assertShows(0, 0, ITERATIONS, 0);
        await("it is not as before", () -> pixels(0).equals(before));
        press("++");
        press(Keys.ESCAPE);
        assertShows(0, 0, ITERATIONS, 0);
        // On a logarithmic axis the middle is the geometric one.
        open("run", 0);
        assertShows(0, 1, ITERATIONS, 0);
        chart(0, 0).sendKeys("+");
        assertShows(0, Math.pow(ITERATIONS, 0.25), Math.pow(ITERATIONS, 0.75), 1e-9 * ITERATIONS);
    }

    private static double valueIn(String name) {
        return Double.parseDouble(name.substring(name.indexOf('=') + 1).strip());
    }

    private static Algorithm algorithm(String name) {
        return Arrays.stream(Algorithm.values()).filter(one -> Names.of(one).equals(name)).findFirst().orElseThrow();
    }

    /** Moves the pointer over a panel, from one end to the other, and looks at all panels of the figure. */
    private static void hover(int figure, int panel, Check check) throws IOException {
        Area area = area(figure, panel);
        String height = "return document.querySelectorAll('.figure')[arguments[0]].offsetHeight";
        double before = number(height, figure);
        for (double across : new double[] {0.02, 0.37, 0.5, 0.98}) {
            to(pointer(), area, across, 0.4).perform();
            for (Panel one : panels(figure)) {
                assertTrue(one.text.startsWith("iteration " + Label.count(Integer.parseInt(one.x))), one.text);
                assertFalse(one.values.isEmpty());
                for (Map.Entry<String, Double> value : one.values.entrySet()) {
                    check.check(across, one, value.getKey(), value.getValue());
                }
            }
            assertEquals(before, number(height, figure), "what is below jumps");
        }
    }

    @FunctionalInterface
    private interface Check {
        void check(double across, Panel panel, String curve, double value) throws IOException;
    }

    /** The published layout: a file per simulation and algorithm, a row per iteration, a column per value. */
    @Test
    void numbersOfTheStudyAreThoseOfItsFiles() throws IOException {
        List<Double> thetas = List.of(0.0, 0.125, 0.25, 0.5, 1.0, 2.0, 4.0);
        List<Double> betas = List.of(0.0, 0.005, 0.05, 0.1, 0.2, 0.5, 0.9);
        Map<String, String> laws = Map.of("inputs N(0, 1)", "sim01_tron", "inputs N(0, 9)", "sim02_tron",
            "inputs Laplace(0, 2)", "sim03_tron", "inputs t(4)", "sim04_tron");
        Map<String, List<String>> files = new HashMap<>();
        width(1280);
        open("study");
        for (int figure : new int[] {0, 2, 5, 12}) {
            show(figure);
            hover(figure, panels(figure).size() - 1, (across, panel, curve, value) -> {
                int iteration = Integer.parseInt(panel.x);
                assertEquals(across * ITERATIONS, iteration, 0.01 * ITERATIONS);
                String file = switch (figure) {
                    case 0 -> laws.get(panel.title);
                    case 2 -> "sim01_" + algorithm(curve).id();
                    case 5 -> "sim08_" + algorithm(curve).id();
                    default -> "q_assist_neuro10_" + List.of(0.0, 0.5, 1.0).indexOf(valueIn(curve)) + "_tron";
                };
                int column = switch (figure) {
                    case 0 -> thetas.indexOf(valueIn(curve));
                    case 2 -> thetas.indexOf(valueIn(panel.title));
                    case 5 -> betas.indexOf(valueIn(panel.title));
                    default -> 0;
                };
                if (!files.containsKey(file)) {
                    files.put(file, Files.readAllLines(folder.resolve("study").resolve(file + ".csv")));
                }
                assertNumber(Double.parseDouble(files.get(file).get(iteration - 1).split(",")[column]), value,
                    panel.shown.get(curve), FIVE_DIGITS, file + " " + panel);
            });
        }
    }

    private static List<CSVRecord> table(String page, String file) throws IOException {
        return CsvTable.readAll(folder.resolve(page).resolve(file), _ -> { });
    }

    private static double cell(List<CSVRecord> rows, String column, Map<String, Double> key) {
        return Double.parseDouble(rows.stream().filter(row -> key.entrySet().stream()
            .allMatch(entry -> Double.parseDouble(row.get(entry.getKey())) == entry.getValue())).findFirst()
            .orElseThrow().get(column));
    }

    @Test
    void numbersOfASweepAreThoseOfItsTables() throws IOException {
        List<CSVRecord> quantiles = table("sweep", "quantiles.csv");
        open("sweep", 0);
        hover(0, 0, (across, panel, curve, value) -> {
            assertEquals(across * ITERATIONS, Integer.parseInt(panel.x), 0.01 * ITERATIONS);
            assertNumber(cell(quantiles, "q50", Map.of("theta", valueIn(curve), "iteration",
                Double.valueOf(panel.x))), value, panel.shown.get(curve), SINGLE, panel.toString());
        });
        List<CSVRecord> summary = table("sweep", "summary.csv");
        show(1);
        Area area = area(1, 0);
        for (double across : new double[] {0.1, 0.9}) {
            to(pointer(), area, across, 0.5).perform();
            Panel panel = panels(1).getFirst();
            assertEquals(across < 0.5 ? "0.125" : "0.5", panel.x);
            assertNumber(cell(summary, "final_q50", Map.of("theta", Double.valueOf(panel.x))),
                panel.values.get("Neuro-Tron"), panel.shown.get("Neuro-Tron"), SINGLE, panel.toString());
        }
    }

    @Test
    void numbersOfARunAreThoseOfItsTrace() throws IOException {
        List<CSVRecord> trace = table("run", "trace.csv");
        open("run", 0);
        hover(0, 0, (across, panel, curve, value) -> {
            assertEquals(across, Math.log(Double.parseDouble(panel.x)) / Math.log(ITERATIONS), 0.05);
            assertNumber(cell(trace, "error", Map.of("iteration", Double.valueOf(panel.x))), value,
                panel.shown.get(curve), SINGLE, panel.toString());
        });
    }

    /** What is said of a dot: its row in the data, and what stands there in residuals.csv. */
    private static void assertDot(int figure, int panel, String part) throws IOException {
        Panel said = panels(figure).get(panel);
        Map.Entry<String, Double> value = said.values.entrySet().iterator().next();
        String line = said.text.replaceFirst("^line (\\d+)body_mass_g.*$", "$1");
        CSVRecord row = table("fit", "residuals.csv").stream().filter(one -> one.get("line").equals(line)).findFirst()
            .orElseThrow(() -> new AssertionError(said.toString()));
        assertEquals(part, row.get("part"), said.toString());
        double label = Double.parseDouble(row.get("label"));
        double prediction = Double.parseDouble(row.get("prediction"));
        assertEquals(prediction, Double.parseDouble(said.x), SINGLE * prediction);
        assertNumber(figure == 1 ? label : label - prediction, value.getValue(), said.shown.get(value.getKey()), 1e-5,
            said.toString());
        assertEquals(Math.abs(Double.parseDouble(row.get("thresholds"))) > 4 ? "may be false" : "believed",
            value.getKey());
    }

    @Test
    void theDotsOfAFitAreTheRowsOfItsData() throws IOException {
        open("fit", 2);
        for (int panel = 0; panel < 2; panel++) {
            Area area = area(2, panel);
            for (double across : new double[] {0.1, 0.5, 0.9}) {
                for (double down : new double[] {0.1, 0.8}) {
                    to(pointer(), area, across, down).perform();
                    assertDot(2, panel, panel == 0 ? "training" : "validation");
                }
            }
        }
        // The keys go through all of them from right to left, also through those that lie on each other.
        open("fit", 1);
        List<String> passed = new ArrayList<>();
        chart(1, 0).sendKeys(Keys.ARROW_RIGHT);
        long rows = table("fit", "residuals.csv").stream().filter(row -> row.get("part").equals("validation")).count();
        for (int i = 0; i < rows; i++) {
            assertDot(1, 0, "validation");
            passed.add(panels(1).getFirst().text);
            press(Keys.ARROW_LEFT);
        }
        assertEquals(rows, passed.stream().distinct().count());
        // What is switched off is not found.
        WebElement figure = show(2);
        button(figure, "believed").click();
        to(pointer(), area(2, 0), 0.5, 0.9).perform();
        assertEquals(Set.of("may be false"), panels(2).getFirst().values.keySet());
    }

    /** What a heat map says of the cell that has been chosen. */
    private static void assertCell(int panel, List<CSVRecord> summary, double beta, double theta) {
        Panel chosen = panels(1).get(panel);
        String algorithm = algorithm(chosen.title).id();
        double expected = cell(summary.stream().filter(row -> row.get("algorithm").equals(algorithm)).toList(),
            "final_q50", Map.of("beta", beta, "theta", theta));
        String words = "β = " + Label.number(beta) + ", θ = " + Label.number(theta) + ": ";
        assertTrue(chosen.text.startsWith(words), chosen.toString());
        assertNumber(expected, number("return Number(document.querySelectorAll('.figure')[1]"
            + ".querySelectorAll('output')[arguments[0]].dataset.value)", panel),
            chosen.text.substring(words.length()), SINGLE, chosen.toString());
    }

    @Test
    void numbersOfAHeatMapAreThoseOfItsTable() throws IOException {
        List<CSVRecord> summary = table("map", "summary.csv");
        double[] betas = {0.1, 0.3, 0.5, 0.7, 0.9};
        double[] thetas = {0.125, 0.25, 0.5, 1, 2};
        open("map", 1);
        for (int panel = 0; panel < 2; panel++) {
            Area area = area(1, panel);
            for (int i = 0; i < betas.length; i++) {
                int j = (3 * i + panel) % thetas.length;
                to(pointer(), area, (i + 0.5) / betas.length, 1 - (j + 0.5) / thetas.length).perform();
                assertCell(panel, summary, betas[i], thetas[j]);
            }
        }
        // The keys begin at the lower left, and stop at the edges.
        open("map", 1);
        chart(1, 1).sendKeys(Keys.ARROW_LEFT);
        assertCell(1, summary, 0.1, 0.125);
        press(Keys.ARROW_RIGHT, Keys.ARROW_UP, Keys.ARROW_UP, Keys.ARROW_LEFT, Keys.ARROW_LEFT);
        assertCell(1, summary, 0.1, 0.5);
        press(Keys.ARROW_DOWN, Keys.ARROW_RIGHT);
        assertCell(1, summary, 0.3, 0.25);
    }

    @Test
    void theNumbersCanBeHadAsCsv() throws IOException {
        Path downloads = folder.resolve("downloads");
        driver.executeCdpCommand("Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath",
            downloads.toString()));
        button(open("sweep", 0), "CSV").click();
        Path file = downloads.resolve("error.csv");
        await("nothing is saved", () -> Files.exists(file));
        List<CSVRecord> quantiles = table("sweep", "quantiles.csv");
        List<CSVRecord> saved = CsvTable.readAll(file, _ -> { });
        assertTrue(saved.size() > 600);
        for (CSVRecord row : saved.stream().filter(row -> row.getRecordNumber() % 50 == 1).toList()) {
            Map<String, Double> key = Map.of("theta", valueIn(row.get("curve")), "iteration",
                Double.valueOf(row.get("iteration")));
            double expected = cell(quantiles, "q50", key);
            assertEquals(expected, Double.parseDouble(row.get("value")), SINGLE * expected);
        }
    }

    @Test
    void theKeyboardReachesEverything() {
        WebElement figure = open("study", 0);
        js(Object.class, "scrollTo(0, 0)");
        List<String> passed = new ArrayList<>();
        do {
            press(Keys.TAB);
            WebElement active = driver.switchTo().activeElement();
            passed.add(active.getAccessibleName());
            assertNotEquals("none", active.getCssValue("outline-style"), () -> "the focus is not seen: " + passed);
        } while (!"chart".equals(driver.switchTo().activeElement().getDomAttribute("class")) && passed.size() < 50);
        assertEquals(List.of("Skip to the content", "Theme: system", "Contents", "How to use the charts", "θ = 0.125",
            "θ = 0.25", "θ = 0.5", "θ = 1", "θ = 2", "θ = 4", "Whole range", "CSV"), passed.subList(0, 12));
        assertEquals(13, passed.size());
        assertTrue(passed.getLast().startsWith("inputs N(0, 1). Arrow keys "), passed.getLast());
        List<Integer> places = new ArrayList<>();
        for (Runnable key : List.<Runnable>of(() -> press(Keys.ARROW_RIGHT), () -> press(Keys.ARROW_LEFT),
            () -> press(Keys.ARROW_LEFT), () -> pressWithShift(Keys.ARROW_LEFT), () -> press(Keys.ARROW_RIGHT))) {
            key.run();
            places.add(Integer.valueOf(panels(0).getFirst().x));
        }
        // 320 pieces of 6.25 iterations.
        assertEquals(List.of(2000, 1993, 1987, 1925, 1931), places);
        // What reads aloud is to say one panel, not all of them.
        assertEquals("2000", panels(0).get(1).x);
        press(Keys.TAB);
        assertEquals(figure.findElements(By.className("chart")).get(1), driver.switchTo().activeElement());
    }

    @ParameterizedTest
    @ValueSource(strings = {"study", "sweep", "map", "run", "fit"})
    void everythingHasAName(String page) {
        open(page, 0);
        showAll();
        // What the browser tells a screen reader.
        List<JsonNode> reachable = new ObjectMapper().<JsonNode>valueToTree(driver.executeCdpCommand(
                "Accessibility.getFullAXTree", Map.of())).get("nodes").valueStream()
            .filter(node -> node.path("properties").valueStream().anyMatch(property -> property.path("name").asText()
                .equals("focusable"))).toList();
        assertEquals(List.of(), reachable.stream().filter(node -> node.at("/name/value").asText().isBlank()).toList());
        assertEquals(1 + driver.findElements(By.cssSelector("button, a, summary, [tabindex]")).size(),
            reachable.size(), "not the page and all that the keyboard reaches");
        for (WebElement figure : driver.findElements(By.className("panels"))) {
            assertEquals("group", figure.getAriaRole());
            // A sentence about what is to be seen, not a title.
            assertTrue(figure.getAccessibleName().matches("(?s).{20,}[.]"), figure.getAccessibleName());
        }
        List<Integer> levels = list("return Array.from(document.querySelectorAll('h1, h2, h3, h4, h5, h6'), "
            + "heading => Number(heading.tagName[1]))").stream().map(level -> ((Number) level).intValue()).toList();
        assertEquals(1, levels.getFirst());
        assertEquals(1, levels.stream().filter(level -> level == 1).count());
        for (int i = 1; i < levels.size(); i++) {
            assertTrue(levels.get(i) <= levels.get(i - 1) + 1, "a level of headings is left out: " + levels);
        }
        assertTrue(list("return Array.from(document.querySelectorAll('h1, h2, h3'), one => one.textContent.trim())")
            .stream().noneMatch(""::equals));
    }

    @ParameterizedTest
    @ValueSource(strings = {"study", "sweep", "map", "run", "fit"})
    void bothThemesCanBeRead(String page) {
        WebElement figure = open(page, 0);
        showAll();
        // The chosen cell of a heat map, and what is switched off, are to be read, too.
        if (page.equals("map")) {
            chart(1, 0).sendKeys(Keys.ARROW_UP);
        }
        if (page.equals("study")) {
            figure.findElement(By.cssSelector("[aria-pressed]")).click();
        }
        WebElement button = driver.findElement(By.id("theme"));
        assertEquals("Theme: system", button.getText());
        List<String> pictures = new ArrayList<>();
        for (String theme : List.of("light", "dark")) {
            button.click();
            assertEquals("Theme: " + theme, button.getText());
            assertEquals(theme, driver.findElement(By.tagName("html")).getDomAttribute("data-theme"));
            List<?> result = list(CONTRASTS, 4.5, 1.5);
            assertEquals(List.of(), result.getFirst(), theme);
            assertTrue(((Number) result.get(1)).intValue() > 40, result::toString);
            assertTrue(((Number) result.get(2)).intValue() > 1, result::toString);
            // Of dots only one is read out, and those that are many let through what is below.
            assertEquals(List.of(), page.equals("fit") ? List.of() : list(COLOURS), theme);
            pictures.add(pixels(0));
        }
        assertNotEquals(pictures.get(0), pictures.get(1));
        button.click();
        assertEquals("Theme: system", button.getText());
        for (String system : List.of("light", "dark")) {
            driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name",
                "prefers-color-scheme", "value", system))));
            String picture = pictures.get(system.equals("light") ? 0 : 1);
            await("it does not follow the system", () -> pixels(0).equals(picture));
            assertEquals(List.of(), list(CONTRASTS, 4.5, 1.5).getFirst());
        }
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"study", "sweep", "map", "run", "fit"})
    void aPageFitsItsWindow(String page) {
        open(page, 0);
        showAll();
        // Narrower with what is drawn already, then drawn anew.
        for (int width : new int[] {1920, 1280, 768, 320}) {
            width(width);
            await("charts do not adapt to " + width, () -> js(Boolean.class, """
                return innerWidth === arguments[0] && Array.from(document.querySelectorAll('.uplot'))
                    .every(chart => Math.abs(chart.clientWidth - chart.parentElement.clientWidth) < 1);""", width));
            assertFits(width);
        }
        open(page);
        showAll();
        assertFits(320);
    }

    private static void assertFits(int width) {
        assertEquals(List.of(), list("""
            const links = Array.from(document.querySelectorAll('nav a'), one => Array.from(one.getClientRects()));
            const wrong = [];
            links.forEach((own, i) => links.forEach((other, j) => own.forEach(a => other.forEach(b => {
                if (i < j && a.left < b.right && b.left < a.right && a.top + 3 < b.bottom && b.top + 3 < a.bottom) {
                    wrong.push(i + ' and ' + j);
                }
            }))));
            const code = document.querySelector('pre');
            return code.scrollWidth > code.clientWidth ? wrong.concat('the command is cut off') : wrong;"""),
            "at " + width);
        assertTrue(js(Boolean.class, "const page = document.documentElement; return page.scrollWidth "
            + "<= page.clientWidth"), () -> "it is wider than " + width);
    }
}
