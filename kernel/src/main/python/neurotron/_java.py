"""The Java machine in this process, and what is passed between it and NumPy."""
import contextlib
import glob
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import jpype
import numpy as np

OLDEST = 25
_INCUBATOR = b'WARNING: Using incubator modules: jdk.incubator.vector'
_starting = threading.Lock()


def start(classpath=None, jdk=None):
    """Starts Java; the first fit or prediction does so by itself, once in a process.

    classpath: the library's JAR files, or folders that hold them (a path or a list of paths). By default what the
    variable NEUROTRON_HOME names (a checkout that has been built, an unpacked archive, or a folder of JAR files), the
    folder `jars` in this package, or the checkout that this package lies in.
    jdk: a JDK of version 25 or newer, by default the one that `cli/neurotron --jdk` names, JAVA_HOME, that of the java
    on the PATH, or one of the usual folders.

    Options for Java are taken from NEUROTRON_JAVA_OPTS. Raises RuntimeError, in one line, if something is missing.
    """
    with _starting:
        if jpype.isJVMStarted():
            if classpath is not None or jdk is not None:
                raise RuntimeError('neurotron.start: Java runs already in this process, and can be started only once')
        else:
            _start(classpath, jdk)
        try:
            jpype.JClass('org.neurotron.data.TableFit')
        except TypeError:
            raise RuntimeError('neurotron: Java runs already in this process, without neurotron-kernel (or with an '
                               'older one) on its class path; call neurotron.start() before others start it') from None


def _start(classpath, jdk):
    home, jars = (None, _given(classpath)) if classpath is not None else _find_jars()
    folder = _given_jdk(jdk) if jdk is not None else _find_jdk(home)
    # Debian's JPype does not find its own jar when a class path is given.
    with _without_incubator_line():
        try:
            jpype.startJVM(str(_machine(folder)), '--add-modules=jdk.incubator.vector',
                           '--enable-native-access=ALL-UNNAMED', '-XX:ObjectAlignmentInBytes=64',
                           *shlex.split(os.environ.get('NEUROTRON_JAVA_OPTS', '')),
                           classpath=jars + glob.glob('/usr/share/java/org.jpype.jar'), convertStrings=False,
                           interrupt=False)
        except Exception as e:
            raise RuntimeError(f'neurotron: the Java in {folder} does not start: {_first_line(e)}') from e


def _first_line(e):
    return str(e).strip().split('\n')[0]


def _jars(folder):
    return sorted(str(jar) for jar in Path(folder).glob('*.jar'))


def _is_library(jars):
    return any(Path(jar).name.startswith('neurotron-kernel') for jar in jars)


def _given(classpath):
    jars = []
    for path in [classpath] if isinstance(classpath, (str, os.PathLike)) else classpath:
        if not Path(path).exists():
            raise RuntimeError(f'neurotron.start: classpath = {path}: there is no such file or folder')
        jars += _jars(path) if Path(path).is_dir() and _jars(path) else [os.fspath(path)]
    return jars


def _find_jars():
    """Where the library is, and its JAR files."""
    named = os.environ.get('NEUROTRON_HOME')
    if named:
        for folder in (Path(named, 'cli/target/lib'), Path(named, 'lib'), Path(named)):
            if _is_library(_jars(folder)):
                return Path(named), _jars(folder)
        raise RuntimeError(f'neurotron: NEUROTRON_HOME = {named}: must be a checkout that has been built '
                           '(mvn -DskipTests package), an unpacked archive, or a folder with neurotron-kernel-*.jar')
    here = Path(__file__).resolve().parent
    if _is_library(_jars(here / 'jars')):
        return None, _jars(here / 'jars')
    for root in here.parents:
        if (root / 'cli/neurotron').is_file() and (root / 'kernel').is_dir():
            if _is_library(_jars(root / 'cli/target/lib')):
                return root, _jars(root / 'cli/target/lib')
            raise RuntimeError(f'neurotron: {root} has not been built yet; run cli/neurotron info there')
    raise RuntimeError('neurotron: found no neurotron-kernel-*.jar; set NEUROTRON_HOME to a checkout that has been '
                       'built or to an unpacked archive, or call neurotron.start(classpath=...)')


def _version(folder):
    """The version of the Java in a folder, or 0 if there is none."""
    try:
        found = re.search(r'^JAVA_VERSION="(\d+)', Path(folder, 'release').read_text(errors='replace'), re.MULTILINE)
        return int(found[1]) if found and _machine(folder) else 0
    except OSError:
        return 0


def _machine(folder):
    """The library that Java is, or None."""
    for name in ('lib/server/libjvm.so', 'lib/server/libjvm.dylib', 'bin/server/jvm.dll'):
        if Path(folder, name).is_file():
            return Path(folder, name)
    return None


def _given_jdk(jdk):
    if _version(jdk) < OLDEST:
        raise RuntimeError(f'neurotron.start: jdk = {jdk}: must be the folder of a JDK {OLDEST} or newer')
    return jdk


def _find_jdk(home):
    # The launcher knows best: an archive has a Java of its own.
    for launcher in [home / 'cli/neurotron', home / 'bin/neurotron'] if home else []:
        if launcher.is_file() and os.name == 'posix':
            said = subprocess.run(['sh', launcher, '--jdk'], capture_output=True, text=True, check=False).stdout.strip()
            if _version(said) >= OLDEST:
                return said
    java = shutil.which('java')
    usual = [folder for pattern in ('/usr/lib/jvm/*', '/usr/java/*', '/opt/*',
                                    '/Library/Java/JavaVirtualMachines/*/Contents/Home')
             for folder in sorted(glob.glob(pattern))]
    for folder in [os.environ.get('JAVA_HOME'), java and Path(java).resolve().parent.parent, *usual]:
        if folder and _version(folder) >= OLDEST:
            return folder
    raise RuntimeError(f'neurotron: found no JDK {OLDEST} or newer in JAVA_HOME, on the PATH or in the usual folders; '
                       'install one, set JAVA_HOME, or call neurotron.start(jdk=...)')


@contextlib.contextmanager
def _without_incubator_line():
    """Java announces every incubator module on stderr and has no option against it; all else is passed on."""
    try:
        stderr = os.dup(2)
    except OSError:
        yield
        return
    with tempfile.TemporaryFile() as said:
        os.dup2(said.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)
            said.seek(0)
            for line in said:
                if line.rstrip() != _INCUBATOR:
                    sys.stderr.write(line.decode(errors='replace'))


def java(name):
    """A class of the library, or of Java if the name begins so."""
    return jpype.JClass(name if name.startswith('java.') else 'org.neurotron.' + name)


def segment(array):
    """The memory of an array, which must be contiguous and outlive what is returned; nothing is copied."""
    memory, long = java('java.lang.foreign.MemorySegment'), java('java.lang.Long')
    # By reflection, as JPype looks for methods in the class of an object, and that one is not exported.
    sized = memory.class_.getMethod('reinterpret', [long.TYPE])
    return sized.invoke(memory.ofAddress(array.ctypes.data), [long(array.nbytes)])


def numbers(array):
    """A Java array as a NumPy array."""
    return np.array(array[:], dtype=np.float64)


def mapping(items):
    """A Java map of texts."""
    made = java('java.util.HashMap')()
    for name, value in items.items():
        made.put(name, str(value))
    return made


# What the library calls otherwise than the parameters here.
_NAMES = {'b': 'batch_size', **dict.fromkeys(('tau', 'huber', 'mom', 'batch-trim', 'kappa', 'factor'), 'robust')}


@contextlib.contextmanager
def complaints():
    """What the library refuses becomes a ValueError, what fails otherwise a RuntimeError or OSError."""
    try:
        yield
    except jpype.JException as e:
        message = str(e.getMessage())
        if isinstance(e, java('InvalidArgumentException')):
            name = str(e.name())
            raise ValueError(f'{_NAMES.get(name, name)} = {e.value()}: {e.allowed()}') from None
        if isinstance(e, (java('data.BadDataException'), java('java.lang.IllegalArgumentException'))):
            raise ValueError(message) from None
        if isinstance(e, java('training.NonFiniteException')):
            raise RuntimeError(f'training diverged: {message}') from None
        if isinstance(e, java('java.io.IOException')):
            raise OSError(str(e.toString())) from None
        raise


def interruptible(call):
    """A long call of Java that Ctrl-C can end: in another thread, as Python takes signals in the main one."""
    outcome = []
    thread = []
    ready = threading.Event()

    def work():
        thread.append(java('java.lang.Thread').currentThread())
        ready.set()
        try:
            outcome.append((call(), None))
        except BaseException as e:
            outcome.append((None, e))
        finally:
            java('java.lang.Thread').detach()

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    try:
        # Java takes the signal first and tells Python, which does not wake a thread that waits without a limit.
        while worker.is_alive():
            worker.join(0.1)
    except BaseException:
        ready.wait()
        thread[0].interrupt()
        worker.join()
        raise
    result, failure = outcome[0]
    if failure is not None:
        raise failure
    return result
