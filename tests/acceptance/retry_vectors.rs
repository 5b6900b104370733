//! Every given failure that a server or a socket can cause, brought about for a real task.
//!
//! Owns the way from a row of `retry_policy.json` to the world in which it happens, and the rows that no server can
//! cause, each with the place where it is shown instead. Rule kept here: shown and listed rows together are the table.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, bail, ensure};
use haul_testkit::{
    DeadPort, FaultProxy, Faults, Length, Origin, Point, Ranges, Recorded, Resource, Stop, TestCa, Version, bytes,
    sha256_hex,
};
use serde_json::{Value, json};

use crate::vectors::{each, id, rows};
use crate::world::{World, home, names_in};

const SIZE: usize = 100_000;
const KEPT: u64 = 40_000;

/// The first pause, in milliseconds.
const FIRST_PAUSE: i64 = 2000;

// Codes of HTTP/2 (RFC 9113, 7).
const INTERNAL_ERROR: u32 = 2;
const REFUSED_STREAM: u32 = 7;
const HTTP_1_1_REQUIRED: u32 = 13;

/// What a server asks for that gives a date.
const ASKED_PAUSE: i64 = 100_000;

/// Rows that no server brings about, and where they are shown.
const ELSEWHERE: &[(&[&str], &str)] = &[
    (&["rt030"], "resumable uploads are no part of the command; the model's table decides the row"),
    (&["rt040", "rt041", "rt044"], "f001, f002 and f013 in network.rs: they need a network of their own"),
    (&["rt051"], "below, in a test of its own: it takes as long as silence is given"),
    (
        &["rt070", "rt071", "rt072", "rt074", "rt075", "rt076"],
        "disk.rs and the laboratory of disks: the disk's, not a server's",
    ),
    (&["rt078"], "memory is the machine's; the model's table decides the row"),
    (&["rt079", "rt081"], "persistence.rs and the laboratory: the database's, not a server's"),
    (&["rt085"], "f041 in decoding.rs"),
];

/// What happens to a task that has its first bytes.
#[allow(clippy::large_enum_variant, reason = "one row of a table at a time")]
enum Happens {
    /// The server goes on like this.
    Answer(Resource),
    /// Its new address leads nowhere.
    At(DeadPort),
}

/// What has to be so afterwards.
enum After {
    /// It waits for so many milliseconds, within a tenth.
    Waits(i64),
    /// It has failed and says so.
    Fails,
    /// It asked once more, for everything, and is complete.
    BeginsAnew,
}

#[test]
fn every_given_failure_is_decided_as_the_table_says() -> Result<()> {
    let ca = TestCa::new()?;
    let stage = Stage { world: World::of(home()?.trusting(&ca)?)?, ca };
    for (key, seconds) in [("connect_timeout", "1"), ("stall_timeout", "3")] {
        stage.world.call("set", json!({ "key": key, "value": seconds }))?;
    }
    let rows = rows("retry_policy.json")?;
    let elsewhere: Vec<&str> = ELSEWHERE.iter().flat_map(|(ids, _)| ids.iter().copied()).collect();
    let (listed, shown): (Vec<Value>, Vec<Value>) = rows.into_iter().partition(|row| elsewhere.contains(&id(row)));
    assert_eq!(listed.len(), elsewhere.len(), "every listed row is in the table");
    each(&shown, |row| stage.shows(row))
}

#[test]
fn rt051_f011_a_server_below_the_least_speed_is_left_and_asked_again() -> Result<()> {
    let origin = Origin::serving(Resource::new(bytes(1, SIZE)).paced(1000)).start_blocking()?;
    let world = World::start()?;
    world.call("set", json!({ "key": "min_speed", "value": "500000" }))?;
    world.call("set", json!({ "key": "stall_timeout", "value": "3" }))?;
    let task = world.add(&[&origin.url()])?;
    world.is_seen(task, "it trickles", |seen| seen["received"].as_u64() > Some(1_000))?;
    let before = now();
    let seen = world.reaches(task, "waiting_to_retry")?;
    assert_eq!(seen["category"], "net.slow");
    is_within(&seen, before, FIRST_PAUSE)?;
    assert_eq!(world.home.listing()?, ["file.bin.haulpart"]);
    Ok(())
}

#[test]
fn a_message_whose_answer_was_lost_is_not_sent_twice() -> Result<()> {
    let cuts = [
        Resource::status(200).stopping(Point::BeforeHead, Stop::Reset),
        Resource::status(200).stopping(Point::BeforeHead, Stop::Close),
        Resource::new(content()).dropping_after(KEPT),
    ];
    for cut in cuts {
        let origin = Origin::serving(cut).start_blocking()?;
        let world = World::start()?;
        let task = world.add(&[&origin.url(), "--post", "a message", "--retries", "5"])?;
        let seen = world.reaches(task, "failed")?;
        let expected = (&json!("upload.unknown_outcome"), &json!("ask_user"));
        assert_eq!((&seen["category"], &seen["remedy"]), expected, "{seen}");
        assert_eq!(origin.requests().len(), 1);
        world.does("retry", task)?;
        origin.wait_for_blocking(|requests| requests.len() == 2)?;
    }
    Ok(())
}

struct Stage {
    world: World,
    ca: TestCa,
}

impl Stage {
    fn shows(&self, row: &Value) -> Result<()> {
        if let Some(status) = row["event"]["status"].as_u64() {
            return self.of_status(row, status.try_into()?);
        }
        let file = || Resource::new(content());
        match id(row) {
            "rt042" => self.happens(row, Happens::At(DeadPort::refusing()?)),
            "rt043" => self.happens(row, Happens::At(DeadPort::hanging()?)),
            "rt046" => self.happens(row, Happens::Answer(file().resetting_after(100))),
            "rt047" => self.happens(row, Happens::Answer(file().dropping_after(100))),
            "rt049" => {
                let cut = file().length(Length::Absent).without_close_notify();
                self.first(row, &Origin::serving(cut).tls(&self.ca).start_blocking()?.url(), &[])
            }
            "rt050" => self.happens(row, Happens::Answer(file().stalling_after(100))),
            "rt053" => self.without_common_encryption(row),
            "rt054" => {
                let origin = Origin::serving(bytes(1, 500_000)).tls(&self.ca).damaging_the_wire_at(200_000);
                self.first(row, &origin.start_blocking()?.url(), &[])
            }
            "rt055" => self.happens(row, Happens::Answer(Resource::verbatim("what do you want?\r\n\r\n"))),
            "rt056" => self.refusing_streams(row),
            "rt058" => self.wanting_http1(row),
            "rt059" => {
                let cut = file().stopping(Point::AfterBytes(KEPT), Stop::ResetStream(INTERNAL_ERROR));
                let origin = Origin::serving(cut).tls(&self.ca).http2();
                self.first(row, &origin.start_blocking()?.url(), &[])
            }
            "rt060" => self.badly_coded(row),
            "rt082" => {
                let (origin, wrong) = (Origin::serving(file()).start_blocking()?, sha256_hex(b"another file"));
                self.first(row, &origin.url(), &["--checksum", &format!("sha-256={wrong}")])
            }
            "rt083" => self.happens(row, Happens::Answer(Resource::new(bytes(2, SIZE)).ranges(Ranges::Blind))),
            "rt084" => self.with_part(row).map(drop),
            "rt091" => {
                let cut = Resource::status(200).stopping(Point::BeforeHead, Stop::Reset);
                let origin = Origin::serving(cut).start_blocking()?;
                self.first(row, &origin.url(), &["--method", "put", "--post", "a whole file"])
            }
            "rt092" => self.first(row, &DeadPort::refusing()?.url(), &["--post", "a message"]),
            _ => bail!("nobody shows this row"),
        }
    }

    fn of_status(&self, row: &Value, status: u16) -> Result<()> {
        let mut says = Resource::status(status).body("not now");
        if let Some(wish) = row["event"]["retry_after"].as_str() {
            // The date of the row is a hundred seconds ahead: once it was in the future, and will never be again.
            let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_millis(ASKED_PAUSE.unsigned_abs()));
            says = says.header("Retry-After", if wish.ends_with("GMT") { &date } else { wish });
        }
        match status {
            204 => self.first(row, &Origin::serving(Resource::status(204)).start_blocking()?.url(), &[]),
            412 | 416 => {
                let whole = Resource::new(bytes(2, SIZE));
                let refusing = move |request: &Recorded| {
                    if request.range().is_some() { Resource::status(status) } else { whole.clone() }
                };
                self.happens(row, Happens::Answer(Resource::decided_by(refusing)))
            }
            _ => self.happens(row, Happens::Answer(says)),
        }
    }

    /// A task that was paused with its first bytes, on a host that no other row has heard of.
    fn with_part(&self, row: &Value) -> Result<(Origin, u64)> {
        let first = Resource::new(content()).stopping(Point::AfterBytes(KEPT), Stop::Stall);
        let origin = Origin::serving(first).on(&host(row)?).start_blocking()?;
        let task = self.world.add(&["-d", id(row), "-o", "file.bin", "--retries", "5", &origin.url()])?;
        self.world.has_received(task, KEPT)?;
        self.world.pause(task)?;
        Ok((origin, task))
    }

    /// What the row says happens when the task goes on.
    fn happens(&self, row: &Value, what: Happens) -> Result<()> {
        let (origin, task) = self.with_part(row)?;
        let before = now();
        match what {
            Happens::Answer(answer) => origin.now_serves(answer),
            Happens::At(port) => {
                self.world.call("edit", json!({ "task": task, "url": port.url() }))?;
                self.world.does("resume", task)?;
                return self.is_decided(row, task, before, None);
            }
        }
        self.world.does("resume", task)?;
        self.is_decided(row, task, before, Some(&origin))
    }

    /// What the row says happens to a task that has nothing yet.
    fn first(&self, row: &Value, url: &str, args: &[&str]) -> Result<()> {
        let before = now();
        let fixed = ["-d", id(row), "-o", "file.bin", "--retries", "5", url];
        let task = self.world.add(&[&fixed, args].concat())?;
        self.is_decided(row, task, before, None)
    }

    fn without_common_encryption(&self, row: &Value) -> Result<()> {
        let origin = Origin::serving("").saying("\x15\x03\x01\0\x02\x02\x46").start_blocking()?;
        let link = FaultProxy::before(origin.address(), Faults::none())?;
        self.first(row, &link.https_url_of("/file.bin"), &[])?;
        ensure!(link.connections() == 2, "one immediate repeat: {} connections", link.connections());
        Ok(())
    }

    /// Streams that are refused are asked for at once, as often as the row says, and then the user is asked.
    fn refusing_streams(&self, row: &Value) -> Result<()> {
        let refused = Resource::new(content()).stopping(Point::BeforeHead, Stop::ResetStream(REFUSED_STREAM));
        let origin = Origin::serving(refused).tls(&self.ca).http2().start_blocking()?;
        let task = self.world.add(&["-d", id(row), "-o", "file.bin", "--retries", "9", &origin.url()])?;
        let seen = self.world.reaches(task, "failed")?;
        ensure!(seen["category"] == row["category"] && seen["remedy"] == "ask_user", "{seen}");
        let most: usize = row["limit"].as_str().context("no limit")?.parse()?;
        ensure!(origin.requests().len() == 1 + most, "{} requests", origin.requests().len());
        Ok(())
    }

    /// What is not given over HTTP/2 is asked for over HTTP/1.1 at once.
    fn wanting_http1(&self, row: &Value) -> Result<()> {
        let wanting = Resource::new(content()).stopping(Point::BeforeHead, Stop::ResetStream(HTTP_1_1_REQUIRED));
        let origin = Origin::serving(wanting).tls(&self.ca).http2().start_blocking()?;
        let task = self.world.add(&["-d", id(row), "-o", "file.bin", "--retries", "0", &origin.url()])?;
        self.world.reaches(task, "complete")?;
        let asked: Vec<_> = origin.requests().iter().map(|request| request.version).collect();
        ensure!(asked == [Version::Http2, Version::Http1], "{asked:?}");
        ensure!(std::fs::read(self.folder(row).join("file.bin"))? == content(), "other bytes");
        Ok(())
    }

    /// A coding that cannot be undone: at once the file is asked for without one.
    fn badly_coded(&self, row: &Value) -> Result<()> {
        let origin = Origin::serving(Resource::decided_by(|request| {
            let takes_gzip = request.header("accept-encoding").is_some_and(|codings| codings.contains("gzip"));
            let file = Resource::new(content());
            if takes_gzip { file.body("no gzip at all").header("Content-Encoding", "gzip") } else { file }
        }))
        .start_blocking()?;
        let task = self.world.add(&["-d", id(row), "-o", "file.bin", "--decode", &origin.url()])?;
        self.world.reaches(task, "complete")?;
        let asked: Vec<_> = origin.requests().iter().map(|request| request.header("accept-encoding")).collect();
        ensure!(asked.len() == 2 && asked[1].as_deref() == Some("identity"), "{asked:?}");
        ensure!(std::fs::read(self.folder(row).join("file.bin"))? == content(), "other bytes");
        Ok(())
    }

    fn is_decided(&self, row: &Value, task: u64, before: i64, origin: Option<&Origin>) -> Result<()> {
        match after(row)? {
            After::Waits(pause) => {
                let seen = self.world.reaches(task, "waiting_to_retry")?;
                is_within(&seen, before, pause)?;
                ensure!(seen["category"] == row["category"], "{}: {}", seen["category"], seen["message"]);
                ensure!(seen["remedy"] == "retry_later" && seen["retries_left"] == 4, "{seen}");
                self.part_is_right(row, &seen)?;
            }
            After::Fails => {
                let seen = self.world.reaches(task, "failed")?;
                ensure!(seen["category"] == row["category"], "{}", seen["category"]);
                let remedy = if row["limit"] == "permanent" { "give_up" } else { "ask_user" };
                ensure!(seen["remedy"] == remedy, "{} instead of {remedy}", seen["remedy"]);
                let asked = origin.map(|origin| origin.requests().len());
                ensure!(asked.is_none_or(|asked| asked == 2), "nothing is asked after the refusal: {asked:?}");
                self.part_is_right(row, &seen)?;
            }
            After::BeginsAnew => {
                self.world.reaches(task, "complete")?;
                let asked: Vec<_> = origin.context("no server")?.requests()[1..].iter().map(Recorded::range).collect();
                ensure!(asked.len() == 2 && asked[0].is_some() && asked[1].is_none(), "{asked:?}");
                ensure!(names_in(&self.folder(row))? == ["file.bin"], "nothing else stays");
                ensure!(std::fs::read(self.folder(row).join("file.bin"))? == bytes(2, SIZE), "other bytes");
            }
        }
        self.world.call("cancel", json!({ "tasks": [task] })).map(drop)
    }

    /// What the row says of the part file, and that no byte in it is wrong.
    fn part_is_right(&self, row: &Value, seen: &Value) -> Result<()> {
        let names = names_in(&self.folder(row))?;
        let received = usize::try_from(seen["received"].as_u64().context("no count")?)?;
        match row["partial"].as_str().context("no word on the part")? {
            "none" | "n/a" => ensure!(names.is_empty(), "{names:?}"),
            "quarantine under a new name" => {
                ensure!(!names.is_empty() && !names.contains(&"file.bin".to_owned()), "{names:?}");
            }
            keep => {
                ensure!(keep.starts_with("keep"), "the part \"{keep}\" is not known");
                let part = std::fs::read(self.folder(row).join("file.bin.haulpart")).unwrap_or_default();
                ensure!(part.get(..received) == bytes(1, 500_000).get(..received), "{received} bytes, or other ones");
                ensure!(names.len() == usize::from(received > 0), "{names:?}");
            }
        }
        Ok(())
    }

    fn folder(&self, row: &Value) -> std::path::PathBuf {
        self.world.home.downloads().join(id(row))
    }
}

fn after(row: &Value) -> Result<After> {
    let delay = row["delay"].as_str().unwrap_or_default();
    if row["retry"] != true {
        return Ok(After::Fails);
    }
    Ok(match delay {
        "backoff" | "backoff_or_retry_after" | "minimum 1 s" => After::Waits(FIRST_PAUSE),
        "until that date by the wall clock, at least 1 s, at most the cap" => After::Waits(ASKED_PAUSE),
        "at once, from zero" | "at once, per range_validate" => After::BeginsAnew,
        other => bail!("the delay \"{other}\" is not known"),
    })
}

/// The failure was seen between `before` and now; the next try is to be `pause` after it, within a tenth.
fn is_within(seen: &Value, before: i64, pause: i64) -> Result<()> {
    let at = seen["retry_at"].as_i64().context("no countdown")?;
    let (least, most) = (before + pause * 9 / 10 - 1000 * i64::from(pause == ASKED_PAUSE), now() + pause * 11 / 10);
    ensure!((least..=most).contains(&at), "tries again {} ms after it began, expected {pause}", at - before);
    Ok(())
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).expect("the year is not yet 292 million")
}

/// A loopback address of the row's own: what a host says holds for all of its tasks.
fn host(row: &Value) -> Result<String> {
    let number: u16 = id(row).trim_start_matches("rt").parse()?;
    Ok(format!("127.1.0.{number}"))
}

fn content() -> Vec<u8> {
    bytes(1, SIZE)
}
