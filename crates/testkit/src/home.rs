//! A throw-away home for the real command.
//!
//! Owns a temporary folder and every process started in it. Rule kept here: a command sees nothing of the person's
//! own home, settings, proxies or session, and nothing started here lives on after the test.

use std::ffi::{OsStr, OsString};
use std::fs::Permissions;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::Context as _;
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::eventually::within;
use crate::isolated::Isolated;
use crate::output::Output;
use crate::running::Running;
use crate::tls::TestCa;

const DAEMON_START: Duration = Duration::from_secs(20);

/// A temporary home in which the real command runs, with a folder for its downloads.
///
/// ```no_run
/// # fn example(command: &str, url: &str) -> anyhow::Result<()> {
/// use haul_testkit::Home;
///
/// let home = Home::with_command(command)?; // a test passes env!("CARGO_BIN_EXE_haul")
/// let daemon = home.daemon()?;
/// home.haul(["get", url, "-o", "file.bin"])?.expecting(0)?;
/// assert_eq!(home.listing()?, ["file.bin"]);
/// # Ok(()) }
/// ```
pub struct Home {
    root: TempDir,
    command: PathBuf,
    entrance: Vec<OsString>,
    environment: Vec<(OsString, OsString)>,
}

impl Home {
    /// Makes a home for the command that `HAUL_BIN` names.
    ///
    /// Errors: it names none.
    pub fn new() -> anyhow::Result<Home> {
        let command = std::env::var_os("HAUL_BIN").context("HAUL_BIN does not name the haul command")?;
        Home::of(command)
    }

    /// Makes a home for this command, unless `HAUL_BIN` names another; tests pass `env!("CARGO_BIN_EXE_haul")`.
    pub fn with_command(command: impl AsRef<Path>) -> anyhow::Result<Home> {
        match std::env::var_os("HAUL_BIN") {
            Some(named) => Home::of(named),
            None => Home::of(command),
        }
    }

    /// Makes a home for exactly this program.
    pub fn of(program: impl AsRef<Path>) -> anyhow::Result<Home> {
        Home::within(program, std::env::temp_dir())
    }

    /// As [`with_command`](Home::with_command), below `folder`, which is perhaps on a disk of its own.
    pub fn with_command_below(command: impl AsRef<Path>, folder: impl AsRef<Path>) -> anyhow::Result<Home> {
        match std::env::var_os("HAUL_BIN") {
            Some(named) => Home::within(named, folder),
            None => Home::within(command, folder),
        }
    }

    fn within(program: impl AsRef<Path>, folder: impl AsRef<Path>) -> anyhow::Result<Home> {
        let root = tempfile::Builder::new().prefix("haul-").tempdir_in(folder).context("making a home")?;
        let command = std::path::absolute(program)?;
        let home = Home { root, command, entrance: Vec::new(), environment: Vec::new() };
        std::fs::create_dir(home.folder())?;
        std::fs::create_dir(home.downloads())?;
        for (_, folder) in XDG {
            std::fs::create_dir(home.root().join(folder))?;
            std::fs::set_permissions(home.root().join(folder), Permissions::from_mode(0o700))?;
        }
        let places = format!("XDG_DOWNLOAD_DIR=\"{}\"\n", home.downloads().display());
        std::fs::write(home.root().join("config/user-dirs.dirs"), places)?;
        Ok(home)
    }

    /// Makes the command trust this authority and no other.
    pub fn trusting(self, ca: &TestCa) -> anyhow::Result<Home> {
        self.trusting_all(&[ca])
    }

    /// Makes the command trust these authorities and no other.
    pub fn trusting_all(self, authorities: &[&TestCa]) -> anyhow::Result<Home> {
        let trusted = self.root().join("trusted.pem");
        std::fs::write(&trusted, authorities.iter().map(|ca| ca.pem()).collect::<String>())?;
        Ok(self.env("SSL_CERT_FILE", trusted))
    }

    /// Runs every command started from now on in this network.
    pub fn inside(mut self, network: &Isolated) -> Home {
        self.entrance = network.entrance();
        self
    }

    /// Sets one more environment variable for every command started from now on.
    pub fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Home {
        self.environment.push((name.as_ref().to_owned(), value.as_ref().to_owned()));
        self
    }

    /// Gives the folder that holds everything of this home.
    pub fn root(&self) -> &Path {
        self.root.path()
    }

    /// Gives the folder the command keeps its own things in, its `HAUL_HOME`.
    pub fn folder(&self) -> PathBuf {
        self.root().join("home")
    }

    /// Gives the socket a daemon of this home listens on.
    pub fn socket(&self) -> PathBuf {
        self.folder().join("api.sock")
    }

    /// Gives the folder downloads go to when nothing else is said; commands run in it.
    pub fn downloads(&self) -> PathBuf {
        self.root().join("downloads")
    }

    /// Puts the downloads folder into `folder`, which is perhaps on a disk of its own: a link leads there. It has to be
    /// empty still.
    pub fn keep_downloads_in(&self, folder: impl AsRef<Path>) -> anyhow::Result<()> {
        let elsewhere = folder.as_ref().join("downloads");
        std::fs::create_dir(&elsewhere)?;
        std::fs::remove_dir(self.downloads())?;
        Ok(std::os::unix::fs::symlink(elsewhere, self.downloads())?)
    }

    /// Gives the content of a file in the downloads folder.
    pub fn file(&self, name: impl AsRef<Path>) -> anyhow::Result<Vec<u8>> {
        let path = self.downloads().join(name);
        std::fs::read(&path).with_context(|| format!("reading {}; there is {:?}", path.display(), self.listing()))
    }

    /// Gives the sorted names of all files below the downloads folder, relative to it; folders end in a slash.
    pub fn listing(&self) -> anyhow::Result<Vec<String>> {
        let downloads = self.downloads();
        let mut names = Vec::new();
        for path in below(&downloads)? {
            let name = path.strip_prefix(&downloads)?.to_string_lossy().into_owned();
            let is_folder = path.symlink_metadata()?.is_dir();
            names.push(if is_folder { name + "/" } else { name });
        }
        names.sort();
        Ok(names)
    }

    /// Gives every file of this home, database and logs included, that holds `secret`.
    pub fn files_holding(&self, secret: &str) -> anyhow::Result<Vec<PathBuf>> {
        let mut found = below(self.root())?;
        found.retain(|path| {
            let is_file = path.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
            let content = if is_file { std::fs::read(path).unwrap_or_default() } else { Vec::new() };
            content.windows(secret.len().max(1)).any(|window| window == secret.as_bytes())
        });
        Ok(found)
    }

    /// Gives the command with this home's environment, for what the methods below do not offer.
    pub fn command(&self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut words = self.entrance.clone();
        if !words.is_empty() {
            // Entering another mount namespace leaves the working directory behind.
            words.extend(["env".into(), "--chdir".into(), self.downloads().into()]);
        }
        words.push(self.command.clone().into());
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).args(args).current_dir(self.downloads()).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("LANG", "C.UTF-8");
        command.env("HOME", self.root()).env("HAUL_HOME", self.folder());
        // Nobody is there: what this computer is connected to is no matter of a test.
        command.env("DBUS_SYSTEM_BUS_ADDRESS", format!("unix:path={}", self.root().join("no-system-bus").display()));
        for (name, folder) in XDG {
            command.env(name, self.root().join(folder));
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs the command to its end.
    ///
    /// Errors: it could not start, or did not end in 120 s. An exit code is no error here; see [`Output::expecting`].
    pub fn haul(&self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> anyhow::Result<Output> {
        self.spawn(args)?.wait()
    }

    /// Starts the command.
    pub fn spawn(&self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> anyhow::Result<Running> {
        Running::start(self.command(args))
    }

    /// As [`spawn`](Home::spawn), started through another program such as `strace` or `prlimit`, given with its
    /// arguments; it has to become the command, or to end with it.
    pub fn spawn_under<Word: AsRef<OsStr>>(
        &self,
        wrapper: &[Word],
        args: impl IntoIterator<Item = impl AsRef<OsStr>>,
    ) -> anyhow::Result<Running> {
        let plain = self.command(args);
        Running::start(match wrapper.split_first() {
            None => plain,
            Some((program, first)) => wrapped(&plain, program, first),
        })
    }

    /// Starts `haul daemon` and waits, at most 20 s, until its socket accepts a connection.
    pub fn daemon(&self) -> anyhow::Result<Running> {
        self.daemon_under::<&str>(&[])
    }

    /// As [`daemon`](Home::daemon), started through another program; see [`spawn_under`](Home::spawn_under).
    pub fn daemon_under<Word: AsRef<OsStr>>(&self, wrapper: &[Word]) -> anyhow::Result<Running> {
        let mut daemon = self.spawn_under(wrapper, ["daemon"])?;
        let socket = self.socket();
        let started = within(DAEMON_START, "the daemon's socket accepts", || match daemon.has_ended() {
            Ok(false) => UnixStream::connect(&socket).ok().map(|_| true),
            Ok(true) | Err(_) => Some(false),
        });
        if !started? {
            let output = daemon.wait()?;
            anyhow::bail!("the daemon ended while starting, code {:?}\n{}", output.code, output.stderr);
        }
        Ok(daemon)
    }
}

fn wrapped(plain: &Command, program: impl AsRef<OsStr>, args: &[impl AsRef<OsStr>]) -> Command {
    let mut command = Command::new(program);
    command.args(args).arg(plain.get_program()).args(plain.get_args());
    if let Some(folder) = plain.get_current_dir() {
        command.current_dir(folder);
    }
    command.env_clear().envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command
}

const XDG: [(&str, &str); 5] = [
    ("XDG_CONFIG_HOME", "config"),
    ("XDG_DATA_HOME", "data"),
    ("XDG_STATE_HOME", "state"),
    ("XDG_CACHE_HOME", "cache"),
    ("XDG_RUNTIME_DIR", "run"),
];

impl Drop for Home {
    // `haul add` leaves a daemon behind; it is known by this home, which is in no other process's environment.
    fn drop(&mut self) {
        let mark = [b"HAUL_HOME=", self.folder().as_os_str().as_bytes()].concat();
        for process in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
            let environment = std::fs::read(process.path().join("environ")).unwrap_or_default();
            let is_ours = environment.split(|byte| *byte == 0).any(|variable| variable == mark);
            let pid = process.file_name().to_str().and_then(|pid| pid.parse().ok()).and_then(Pid::from_raw);
            if let Some(pid) = pid.filter(|_| is_ours) {
                // It may have ended since it was listed, which is as good.
                let _ = kill_process(pid, Signal::KILL);
            }
        }
    }
}

fn below(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("listing {}", folder.display()))? {
        let path = entry?.path();
        if path.symlink_metadata()?.is_dir() {
            found.extend(below(&path)?);
        }
        found.push(path);
    }
    Ok(found)
}
