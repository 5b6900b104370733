//! What a test needs of the machine beyond an ordinary user's rights.
//!
//! Owns the question whether it is there, and the words when it is not. Rule kept here: a case that cannot run says so
//! where nobody overlooks it, past the capturing of the test runner.

use std::io::{self, Write as _};
use std::process::Command;
use std::sync::OnceLock;

use rustix::fs::XattrFlags;

use crate::small_disk::SmallDisk;

/// A thing that not every machine and not every user has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Mounting file systems, loop devices included.
    Mount,
    /// Following and failing the system calls of a child.
    Strace,
    /// Time namespaces.
    ClockOfItsOwn,
    /// A control group whose memory is limited.
    MemoryLimit,
    /// A network namespace.
    NetworkOfItsOwn,
    /// Attributes of the user's own on temporary files.
    Attributes,
}

/// Tells whether the machine has `need`; where it has not, says on standard error which test did not run.
pub fn needs(need: Need) -> bool {
    let is_there = need.is_there();
    if !is_there {
        let thread = std::thread::current();
        let case = thread.name().unwrap_or("a case");
        // The macro would write into the runner's pocket; a reader must see this line of a test that passes.
        let _ = writeln!(std::io::stderr(), "NOT RUN: {case}: {}", need.words());
    }
    is_there
}

impl Need {
    fn is_there(self) -> bool {
        static MOUNT: OnceLock<bool> = OnceLock::new();
        static STRACE: OnceLock<bool> = OnceLock::new();
        static CLOCK: OnceLock<bool> = OnceLock::new();
        static NETWORK: OnceLock<bool> = OnceLock::new();
        static ATTRIBUTES: OnceLock<bool> = OnceLock::new();
        match self {
            Need::Mount => *MOUNT.get_or_init(|| SmallDisk::image("8m").is_ok()),
            Need::Strace => *STRACE.get_or_init(|| succeeds("strace", &["-f", "-o", "/dev/null", "true"])),
            Need::ClockOfItsOwn => *CLOCK.get_or_init(|| succeeds("unshare", &["-T", "--boottime", "1000", "true"])),
            Need::MemoryLimit => crate::memory_limit::groups().is_some(),
            Need::NetworkOfItsOwn => {
                *NETWORK.get_or_init(|| succeeds("unshare", &["--net", "--mount", "ip", "link", "set", "lo", "up"]))
            }
            Need::Attributes => *ATTRIBUTES.get_or_init(|| has_attributes().is_ok()),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Need::Mount => "this user may not mount a loop device or a tmpfs here; root may",
            Need::Strace => "strace is not installed, or may not follow a child here",
            Need::ClockOfItsOwn => "no time namespace can be made here; root on a recent kernel can",
            Need::MemoryLimit => "no memory control group can be made here; root can where they are mounted",
            Need::NetworkOfItsOwn => "no network namespace can be made here, or iproute2 is not installed; root can",
            Need::Attributes => "the file system of temporary files keeps no attributes of users",
        }
    }
}

fn has_attributes() -> io::Result<()> {
    Ok(rustix::fs::fsetxattr(tempfile::tempfile()?, "user.haul.test", b"1", XattrFlags::empty())?)
}

fn succeeds(program: &str, args: &[&str]) -> bool {
    Command::new(program).args(args).output().is_ok_and(|output| output.status.success())
}
