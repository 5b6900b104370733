//! A network of a test's own: a loopback, a way out that leads nowhere, and name lookups that answer as told.
//!
//! Owns one process that keeps the namespaces alive, and the name server in them. Rule kept here: nothing outside is
//! touched, and when the test is gone, however it went, so is the network.

use std::ffi::OsString;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::net::IpAddr;
use std::os::fd::AsFd;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, bail};
use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};
use tempfile::TempDir;

use crate::name_server::{NameAnswer, NameServer};

/// A network namespace with its own loopback, default route, resolver and hosts file; gone when dropped.
///
/// A [`Home`](crate::Home) made [`inside`](crate::Home::inside) it runs the command there, and servers started by
/// [`within`](Isolated::within) listen there. Only root may make one.
///
/// ```no_run
/// # fn example(command: &str) -> anyhow::Result<()> {
/// use haul_testkit::{Home, Isolated, NameAnswer, Need, Origin, needs};
///
/// if !needs(Need::NetworkOfItsOwn) {
///     return Ok(());
/// }
/// let net = Isolated::start()?;
/// let origin = net.within(|| Origin::serving("file").port(80).start_blocking())?;
/// net.answers("files.example", NameAnswer::addresses(["127.0.0.1"]));
/// Home::with_command(command)?.inside(&net).haul(["get", "http://files.example/file.bin"])?.expecting(0)?;
/// # Ok(()) }
/// ```
pub struct Isolated {
    names: Option<NameServer>,
    network: File,
    keeper: Child,
    _files: TempDir,
}

/// Puts the files in place of the system's, starts the loopback, and stays until the test lets go of the pipe.
const KEEPER: &str = r#"
for name in resolv.conf hosts nsswitch.conf; do
    mount --bind "$0/$name" "/etc/$name" || exit 1
done
ip link set lo up || exit 1
ip link add outside type veth peer name beyond || exit 1
ip address add 192.0.2.2/24 dev outside || exit 1
ip link set outside up && ip link set beyond up || exit 1
ip route add default via 192.0.2.1 || exit 1
echo ready
exec cat
"#;

const FILES: [(&str, &str); 3] = [
    ("resolv.conf", "nameserver 127.0.0.53\n"),
    ("hosts", "127.0.0.1 localhost\n::1 localhost\n"),
    ("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n"),
];

impl Isolated {
    /// Makes a network.
    ///
    /// Errors: it is not permitted; ask [`needs`](crate::needs) for [`Need::NetworkOfItsOwn`](crate::Need) before.
    pub fn start() -> anyhow::Result<Isolated> {
        let files = tempfile::Builder::new().prefix("haul-net-").tempdir()?;
        for (name, content) in FILES {
            std::fs::write(files.path().join(name), content)?;
        }
        let mut keeper = keeper(files.path())?;
        let mut word = String::new();
        BufReader::new(keeper.stdout.as_mut().context("no output")?).read_line(&mut word)?;
        let network = File::open(format!("/proc/{}/ns/net", keeper.id()))?;
        let mut isolated = Isolated { names: None, network, keeper, _files: files };
        anyhow::ensure!(word == "ready\n", "the network could not be set up");
        let server: IpAddr = "127.0.0.53".parse()?;
        isolated.names = Some(isolated.within(|| NameServer::start(server))?);
        Ok(isolated)
    }

    /// Does `work` on a thread in this network; what it starts stays there.
    pub fn within<T: Send>(&self, work: impl FnOnce() -> anyhow::Result<T> + Send) -> anyhow::Result<T> {
        let inside = || {
            move_into_link_name_space(self.network.as_fd(), Some(LinkNameSpaceType::Network))
                .context("entering the network")?;
            work()
        };
        std::thread::scope(|scope| match scope.spawn(inside).join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        })
    }

    /// Answers lookups of `name` like this from now on; names never told are unknown.
    pub fn answers(&self, name: &str, answer: NameAnswer) {
        self.names().answers(name, answer);
    }

    /// Gives the number of times `name` has been looked up, v4 and v6 counted each.
    pub fn lookups(&self, name: &str) -> usize {
        self.names().lookups(name)
    }

    /// Runs a program of the system in this network, which has to succeed, and gives its output.
    pub fn run(&self, program: &str, args: &[&str]) -> anyhow::Result<String> {
        let mut words = self.entrance().into_iter();
        let mut command = Command::new(words.next().context("no way in")?);
        let output = command.args(words).arg(program).args(args).output()?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if !output.status.success() {
            bail!("{program} {args:?} failed: {}", text(&output.stderr));
        }
        Ok(text(&output.stdout))
    }

    /// Takes the loopback down: nothing arrives, and a new connection hangs until it is up again.
    pub fn link_down(&self) -> anyhow::Result<()> {
        self.run("ip", &["link", "set", "lo", "down"]).map(drop)
    }

    /// Brings the loopback up again.
    pub fn link_up(&self) -> anyhow::Result<()> {
        self.run("ip", &["link", "set", "lo", "up"]).map(drop)
    }

    /// Takes the computer off the network: the loopback stays, and there is no way to anything else.
    pub fn unplug(&self) -> anyhow::Result<()> {
        self.run("ip", &["link", "set", "outside", "down"]).map(drop)
    }

    /// Puts it on again.
    pub fn plug_in(&self) -> anyhow::Result<()> {
        self.run("ip", &["link", "set", "outside", "up"])?;
        self.run("ip", &["route", "add", "default", "via", "192.0.2.1"]).map(drop)
    }

    /// Lets the computer answer to one more address.
    pub fn add_address(&self, address: &str) -> anyhow::Result<()> {
        self.run("ip", &["address", "add", &format!("{address}/32"), "dev", "lo"]).map(drop)
    }

    /// Takes an address away; connections to it hear nothing more.
    pub fn remove_address(&self, address: &str) -> anyhow::Result<()> {
        self.run("ip", &["address", "del", &format!("{address}/32"), "dev", "lo"]).map(drop)
    }

    /// The words before a command that make it run in this network.
    pub(crate) fn entrance(&self) -> Vec<OsString> {
        let pid = self.keeper.id();
        let words = ["nsenter".to_owned(), format!("--net=/proc/{pid}/ns/net"), format!("--mount=/proc/{pid}/ns/mnt")];
        words.into_iter().map(OsString::from).chain([OsString::from("--")]).collect()
    }

    fn names(&self) -> &NameServer {
        self.names.as_ref().expect("it is there from the start to the drop")
    }
}

fn keeper(files: &Path) -> anyhow::Result<Child> {
    let mut command = Command::new("unshare");
    command.args(["--net", "--mount", "--propagation", "private", "--", "sh", "-c", KEEPER]).arg(files);
    // Its input is this process's pipe: it ends with the test, be that killed.
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("starting unshare")
}

impl Drop for Isolated {
    fn drop(&mut self) {
        self.names.take();
        // Both fail only when it has ended already, which is what they are for.
        let _ = self.keeper.kill();
        let _ = self.keeper.wait();
    }
}
