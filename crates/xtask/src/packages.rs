//! The system packages of Debian and Ubuntu, each with the reason why it is needed.
//!
//! Owns the one list; asks dpkg what is there and lets apt bring the rest. Knows nothing of cargo or npm.
//! Rule kept here: nothing is installed that is there already, and nobody is asked for a password.

use anyhow::{Result, bail};

use crate::shell;

/// What somebody is about to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Compile the command.
    Build,
    /// Compile and show the window.
    Window,
    /// Look over the sources and the packaging files.
    Check,
    /// Run every test.
    Test,
    /// Draw the icons anew.
    Icons,
    /// Measure.
    Bench,
}

const PACKAGES: &[(Need, &str, &str)] = &[
    (Need::Build, "build-essential", "the linker, and the C compiler for SQLite and the TLS library"),
    (Need::Build, "ca-certificates", "the certificates that https servers are checked against"),
    (Need::Window, "pkg-config", "finds the libraries of the window"),
    (Need::Window, "libgtk-3-dev", "the toolkit of the window"),
    (Need::Window, "libwebkit2gtk-4.1-dev", "the web view of the window"),
    (Need::Window, "xdg-utils", "opens finished files in the program the person chose"),
    (Need::Check, "desktop-file-utils", "desktop-file-validate"),
    (Need::Check, "appstream", "appstreamcli, which validates the store entry"),
    (Need::Test, "xvfb", "a screen without a monitor"),
    (Need::Test, "openbox", "a window manager for that screen"),
    (Need::Test, "dbus", "a session bus of the test's own"),
    (Need::Test, "dbus-x11", "dbus-launch, which GTK calls for where a test has no session"),
    (Need::Test, "dunst", "a real notification service"),
    (Need::Test, "xfce4-panel", "a real tray"),
    (Need::Test, "at-spi2-core", "what a screen reader sees"),
    (Need::Test, "webkit2gtk-driver", "drives the real window"),
    (Need::Test, "chromium", "drives the page against its mock, and is a source of dragged links"),
    (Need::Test, "xdotool", "moves the pointer and types"),
    (Need::Test, "imagemagick", "takes and compares pictures of the screen"),
    (Need::Test, "fonts-dejavu-core", "letters in those pictures"),
    (Need::Test, "fonts-droid-fallback", "Chinese letters in those pictures"),
    (Need::Test, "adwaita-icon-theme", "icons in those pictures"),
    (Need::Test, "python3-gi", "a drag source"),
    (Need::Test, "gir1.2-gtk-3.0", "the toolkit of that drag source"),
    (Need::Test, "gir1.2-atspi-2.0", "a screen reader"),
    (Need::Test, "nginx-light", "a server we did not write"),
    (Need::Test, "curl", "a client we did not write"),
    (Need::Test, "sqlite3", "reads the database from outside"),
    (Need::Test, "iproute2", "ip, ss and tc, for networks of a test's own"),
    (Need::Test, "strace", "watches and fails system calls"),
    (Need::Test, "e2fsprogs", "file systems in a file, whose power is cut"),
    (Need::Test, "mount", "mounts them"),
    (Need::Test, "util-linux", "limits of a process, clocks and control groups of its own"),
    (Need::Test, "procps", "lists and signals processes by id"),
    (Need::Icons, "librsvg2-bin", "rsvg-convert"),
    (Need::Bench, "nginx-light", "the server that is downloaded from"),
    (Need::Bench, "curl", "the client that everybody knows, to compare with"),
    (Need::Bench, "wget", "another one"),
    (Need::Bench, "wget2", "its successor, which is the fastest of them"),
    (Need::Bench, "aria2", "one that uses several connections"),
    (Need::Bench, "axel", "another one"),
    (Need::Bench, "openssl", "makes the certificates of the server that is downloaded from"),
];

/// Sees to it that everything for `needs` is installed.
///
/// # Errors
/// When something is missing and this user may not install it: the sentence holds the command that does.
pub(crate) fn ensure(needs: &[Need]) -> Result<()> {
    let wanted = wanted(needs);
    if shell::find("dpkg-query").is_none() {
        println!("This system has no dpkg. What these packages of Debian hold must be there: {}", wanted.join(" "));
        return Ok(());
    }
    let missing = missing(&wanted, &installed(&wanted)?);
    if missing.is_empty() {
        return Ok(());
    }
    let Some(become_root) = become_root()? else {
        bail!(
            "Some system packages are missing, and installing them needs root. Please run\n\n    \
             sudo apt-get update && sudo apt-get install --no-install-recommends {}\n\nand then this again.",
            missing.join(" ")
        );
    };
    println!("Installing what is missing: {}", missing.join(" "));
    apt_get(become_root, &["update"])?;
    apt_get(become_root, &[&["install", "--yes", "--no-install-recommends"], missing.as_slice()].concat())
}

fn wanted(needs: &[Need]) -> Vec<&'static str> {
    let mut names = Vec::new();
    for (need, name, _why) in PACKAGES {
        if needs.contains(need) && !names.contains(name) {
            names.push(*name);
        }
    }
    names
}

fn installed(wanted: &[&str]) -> Result<String> {
    let mut query = shell::command("dpkg-query");
    query.args(["--show", "--showformat=${Package} ${db:Status-Abbrev}\n"]).args(wanted);
    // It fails when one name is unknown, and still lists the others: its output is the answer, not its status.
    let output = query.output()?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The wanted names that `dpkg-query` did not list as installed.
fn missing<'a>(wanted: &[&'a str], listing: &str) -> Vec<&'a str> {
    let is_installed = |name: &str| {
        listing
            .lines()
            .any(|line| line.split_once(' ').is_some_and(|(it, state)| it == name && state.starts_with("ii")))
    };
    wanted.iter().copied().filter(|name| !is_installed(name)).collect()
}

/// The words to put before a command so that it runs as root, or nothing when that needs a password.
fn become_root() -> Result<Option<&'static [&'static str]>> {
    if shell::read(shell::command("id").arg("-u"))?.trim() == "0" {
        return Ok(Some(&[]));
    }
    if shell::find("sudo").is_none() {
        return Ok(None);
    }
    let may = shell::command("sudo").args(["-n", "true"]).output()?.status.success();
    Ok(may.then_some(&["sudo", "-n"]))
}

fn apt_get(become_root: &[&str], arguments: &[&str]) -> Result<()> {
    let words = [become_root, &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"], arguments].concat();
    let (program, rest) = words.split_first().expect("there is always the word env");
    shell::run(shell::command(program).args(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_missing_when_unknown_or_only_half_installed() {
        let listing = "curl ii \nxvfb un \nnginx-light rc \n";
        assert_eq!(missing(&["curl", "xvfb", "nginx-light", "dunst"], listing), ["xvfb", "nginx-light", "dunst"]);
    }

    #[test]
    fn a_package_with_two_reasons_is_asked_for_once() {
        let names = wanted(&[Need::Test, Need::Bench]);
        assert_eq!(names.iter().filter(|name| **name == "nginx-light").count(), 1);
    }

    #[test]
    fn compiling_the_command_needs_no_web_view() {
        assert!(!wanted(&[Need::Build]).iter().any(|name| name.contains("webkit")));
    }
}
