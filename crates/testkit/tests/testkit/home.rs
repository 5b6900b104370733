//! The throw-away home, tried with ordinary programs in the place of the command.

use std::time::{Duration, Instant};

use anyhow::Result;
use haul_testkit::{Home, TestCa, eventually};

fn shell() -> Result<Home> {
    Home::of("/bin/sh")
}

#[test]
fn output_and_exit_code_come_back_as_they_were() -> Result<()> {
    let output = shell()?.haul(["-c", r#"echo '{"a":1}'; echo '{"a":2}'; echo oh >&2; exit 5"#])?;
    assert_eq!((output.code, output.stderr.as_str()), (Some(5), "oh\n"));
    let lines = output.json_lines()?;
    assert_eq!((lines.len(), &lines[1]["a"]), (2, &2.into()));
    let failure = output.expecting(0).expect_err("5 is not 0");
    assert!(failure.to_string().contains("oh"), "{failure}");
    Ok(())
}

#[test]
fn the_environment_is_the_homes_own() -> Result<()> {
    let home = shell()?.trusting(&TestCa::new()?)?.env("EXTRA", "more");
    let environment = home.haul(["-c", "env; pwd"])?.expecting(0)?.stdout;
    let has = |line: String| environment.lines().any(|known| known == line);
    assert!(has(format!("HAUL_HOME={}", home.folder().display())));
    assert!(has(format!("HOME={}", home.root().display())));
    assert!(has(format!("XDG_RUNTIME_DIR={}/run", home.root().display())));
    assert!(has(format!("SSL_CERT_FILE={}/trusted.pem", home.root().display())));
    assert!(has(format!("PWD={}", home.downloads().display())) && has("EXTRA=more".to_owned()));
    assert!(!environment.contains("CARGO"), "nothing of the test's own environment: {environment}");
    Ok(())
}

#[test]
fn files_are_listed_read_and_searched() -> Result<()> {
    let home = shell()?;
    home.haul(["-c", "mkdir sub; printf pearl > sub/b; printf x > a; printf 'a pearl!' > \"$HAUL_HOME/log\""])?;
    assert_eq!(home.listing()?, ["a", "sub/", "sub/b"]);
    assert_eq!(home.file("sub/b")?, b"pearl");
    let mut found = home.files_holding("pearl")?;
    found.sort();
    assert_eq!(found, [home.downloads().join("sub/b"), home.folder().join("log")]);
    assert!(home.file("missing").is_err());
    Ok(())
}

#[test]
fn lines_of_a_running_command_are_waited_for() -> Result<()> {
    let home = shell()?;
    let mut running =
        home.spawn(["-c", "echo one; echo noise; echo '{\"n\":3}'; while [ ! -e go ]; do :; done; echo end"])?;
    assert_eq!(running.next_line()?, "one");
    assert_eq!(running.json_where("the third", |value| value["n"] == 3)?["n"], 3);
    assert!(!running.has_ended()?);
    std::fs::write(home.downloads().join("go"), "")?;
    assert_eq!(running.next_line()?, "end");
    assert!(running.next_line().is_err(), "nothing follows the end");
    assert_eq!(running.wait()?.code, Some(0));
    Ok(())
}

#[test]
fn a_command_can_be_asked_to_end_or_be_killed() -> Result<()> {
    let home = shell()?;
    let mut polite = home.spawn(["-c", "trap 'exit 7' TERM; trap 'exit 8' INT; echo up; while :; do :; done"])?;
    polite.next_line()?;
    polite.terminate()?;
    assert_eq!(polite.wait()?.code, Some(7));
    let mut killed = home.spawn(["-c", "trap '' TERM; echo up; while :; do :; done"])?;
    killed.next_line()?;
    assert_eq!(killed.kill9()?.signal, Some(9));
    Ok(())
}

#[test]
fn a_daemon_is_ready_when_its_socket_accepts() -> Result<()> {
    let home = Home::of("/usr/bin/perl")?;
    let listening = r#"use IO::Socket::UNIX; $s = IO::Socket::UNIX->new(Local => "$ENV{HAUL_HOME}/api.sock", Listen => 5)
        or die "no socket: $!"; $s->accept while 1;"#;
    std::fs::write(home.downloads().join("daemon"), listening)?;
    let daemon = home.daemon()?;
    std::os::unix::net::UnixStream::connect(home.socket())?;
    drop(daemon);
    assert!(std::os::unix::net::UnixStream::connect(home.socket()).is_err(), "a dropped daemon is dead");
    Ok(())
}

#[test]
fn a_daemon_that_dies_while_starting_fails_at_once_with_its_words() -> Result<()> {
    let home = shell()?;
    std::fs::write(home.downloads().join("daemon"), "echo no room >&2; exit 4")?;
    let began = Instant::now();
    let failure = home.daemon().err().expect("it must not count as started");
    assert!(failure.to_string().contains("no room") && began.elapsed() < Duration::from_secs(10), "{failure}");
    Ok(())
}

#[test]
fn what_a_command_left_running_ends_with_its_home() -> Result<()> {
    let home = shell()?;
    let left = home.haul(["-c", "setsid sleep 1000 >/dev/null 2>&1 </dev/null & echo $!"])?;
    let process = std::path::PathBuf::from(format!("/proc/{}", left.stdout.trim()));
    // While one program takes the place of another, a process has no environment that could be read.
    eventually("it is what it was to become", || {
        std::fs::read_to_string(process.join("comm")).is_ok_and(|name| name == "sleep\n").then_some(())
    })?;
    let process = process.join("environ");
    let is_alive = || std::fs::read(&process).is_ok_and(|environment| !environment.is_empty());
    assert!(is_alive());
    drop(home);
    eventually("the left process is gone", || (!is_alive()).then_some(()))
}
