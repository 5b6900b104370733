//! Every given answer to a range, shown to a task that has bytes on disk.
//!
//! Owns the way from a row of `range_validate.json` to a server that says exactly this, and to what has to be on disk
//! and on the wire afterwards. Rule kept here: a task is brought to the state of the row by real answers and a real
//! pause, and the answer of the row is sent byte for byte.

use anyhow::{Context as _, Result, ensure};
use haul_testkit::{Gate, Length, Origin, Point, Ranges, Recorded, Resource, Stop, bytes};
use serde_json::{Value, json};

use crate::vectors::{each, id, rows};
use crate::world::{World, names_in};

/// Bytes that are read again and compared where no validator is known.
const OVERLAP: u64 = 64 << 10;

/// By how much a row is enlarged whose bytes are compared: its 500 stored bytes become more than the overlap.
const ENLARGED: u64 = 1000;

#[test]
fn every_given_answer_to_a_range_is_treated_as_the_table_says() -> Result<()> {
    let world = World::start()?;
    let origin = Origin::serving(Resource::status(404)).start_blocking()?;
    let rows = rows("range_validate.json")?;
    each(&rows, |row| match id(row) {
        "rg073" => a_lane_without_a_byte_gets_everything(&world, &origin, row),
        _ => Shown::of(row)?.run(&world, &origin),
    })
}

/// One row on the stage.
struct Shown<'a> {
    row: &'a Value,
    /// First byte of the file that the world knows; others of a huge file are in nobody's memory.
    base: u64,
    /// The old version of the file from `base` on.
    old: Vec<u8>,
    /// The version that is served after a change.
    new: Vec<u8>,
    /// First byte the task wants, and the last one where it does not want all.
    wanted: (u64, Option<u64>),
    /// First byte that is missing when the row begins.
    missing: u64,
}

impl<'a> Shown<'a> {
    fn of(row: &'a Value) -> Result<Self> {
        let scale = if row["overlap_check_passed"].is_boolean() { ENLARGED } else { 1 };
        let total = row["prior"]["total"].as_u64().unwrap_or(1000) * scale;
        let (first, last) = range(row).unwrap_or((0, None));
        let missing = first * scale;
        let is_part = last.is_some_and(|last| last + 1 < total) || first > u64::from(u32::MAX);
        let is_first = row["prior"].as_object().is_none_or(serde_json::Map::is_empty);
        let wanted = match (is_part, is_first) {
            (false, _) => (0, None),
            (true, true) => (first, last),
            (true, false) => (missing - 100, last.or(Some(total - 1))),
        };
        let base = if total > u64::from(u32::MAX) { wanted.0 } else { 0 };
        let old = bytes(1, usize::try_from(total - base)?);
        let length = row["response"]["headers"]["content-length"].as_str().and_then(|text| text.parse().ok());
        let is_body_used = row["action"] == "use_body_keep_old_partial_until_done";
        let new = bytes(2, length.filter(|_| is_body_used).unwrap_or(usize::try_from(total - base)? + 77));
        Ok(Self { row, base, old, new, wanted, missing })
    }

    fn run(&self, world: &World, origin: &Origin) -> Result<()> {
        let path = format!("/{}", id(self.row));
        let gate = Gate::closed();
        let task = self.brought_to_its_state(world, origin, &path)?;
        let before = of_path(origin, &path).len();
        origin.now_serves_at(&path, self.answering(&gate));
        let task = match task {
            Some(task) => {
                world.does("resume", task)?;
                task
            }
            None => self.added(world, origin, &path)?,
        };
        let after = || of_path(origin, &path).split_off(before);
        match self.word("decision") {
            "accept" => self.is_accepted(world, task)?,
            "restart" => self.is_begun_anew(world, task, &gate)?,
            _ => self.has_failed(world, task)?,
        }
        self.asked_rightly(&after())
    }

    fn word(&self, key: &str) -> &str {
        self.row[key].as_str().unwrap_or_default()
    }

    fn stored(&self) -> u64 {
        self.missing - self.wanted.0
    }

    /// Bytes of the new part that are there while it is looked at; of no old part there are as many.
    fn half(&self) -> u64 {
        self.wanted.1.map_or(self.new.len() as u64, |last| last + 1 - self.wanted.0) / 2 + 7
    }

    fn folder(&self, world: &World) -> std::path::PathBuf {
        world.home.downloads().join(id(self.row))
    }

    fn added(&self, world: &World, origin: &Origin, path: &str) -> Result<u64> {
        let (url, header) = (origin.url_of(path), self.range_of_the_task());
        let mut args = vec!["-d", id(self.row), "-o", "file.zip", "--retries", "0", &url];
        args.extend(header.as_deref().map(|header| ["--header", header]).into_iter().flatten());
        world.add(&args)
    }

    fn range_of_the_task(&self) -> Option<String> {
        let (first, last) = self.wanted;
        last.map(|last| format!("Range: bytes={first}-{last}"))
    }

    /// A task that was paused with the stored bytes of the row; none when the row is about a first answer.
    fn brought_to_its_state(&self, world: &World, origin: &Origin, path: &str) -> Result<Option<u64>> {
        let prior = &self.row["prior"];
        if prior.as_object().is_none_or(serde_json::Map::is_empty) {
            return Ok(None);
        }
        let (first, last) = self.wanted;
        let part = &self.old[index(first - self.base)?..];
        let mut answer = match last {
            None => Resource::new(part),
            Some(last) => Resource::status(206)
                .body(&part[..index(last - first + 1)?])
                .header("Content-Range", format!("bytes {first}-{last}/{}", prior["total"])),
        };
        if self.stored() == part.len() as u64 {
            // All of it is there, and nobody knows that it is all: only so can a row ask for what is behind the end.
            answer = answer.length(Length::Chunked);
        }
        answer = proven_by(answer, prior).stopping(Point::AfterBytes(self.stored()), Stop::Stall);
        origin.now_serves_at(path, answer);
        let task = self.added(world, origin, path)?;
        world.has_received(task, self.stored())?;
        world.pause(task)?;
        Ok(Some(task))
    }

    /// The answer of the row, then what an honest server says to whoever goes on.
    fn answering(&self, gate: &Gate) -> Resource {
        let (row, later) = (self.answer(gate), self.later(gate));
        let decision = self.word("decision").to_owned();
        Resource::decided_by(move |request| {
            let is_row = match decision.as_str() {
                "accept" => request.nth == 0,
                "restart" => request.range().is_some(),
                _ => true,
            };
            if is_row { row.clone() } else { later.clone() }
        })
    }

    fn later(&self, gate: &Gate) -> Resource {
        if self.word("decision") == "accept" {
            return proven_by(Resource::new(&self.old), &self.row["prior"]);
        }
        Resource::new(&self.new).held_at(Point::AfterBytes(self.wanted.0 + self.half()), gate)
    }

    fn answer(&self, gate: &Gate) -> Resource {
        let response = &self.row["response"];
        let headers: Vec<(&str, &str)> = response["headers"]
            .as_object()
            .into_iter()
            .flatten()
            .filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
            .collect();
        if self.word("action") == "use_body_keep_old_partial_until_done" {
            let status = response["status"].as_u64().and_then(|status| status.try_into().ok()).unwrap_or(200);
            let body = Resource::status(status).body(&self.new).ranges(Ranges::Ignored);
            let body = body.length(Length::Claimed(self.new.len() as u64));
            let body = headers.into_iter().fold(body, |body, (name, value)| body.header(name, value));
            return body.held_at(Point::AfterBytes(self.wanted.0 + self.half()), gate);
        }
        let mut answer = format!("HTTP/1.1 {} Anything\r\n", response["status"]).into_bytes();
        for (name, value) in &headers {
            answer.extend_from_slice(format!("{name}: {}\r\n", self.enlarged(name, value)).as_bytes());
        }
        answer.extend_from_slice(b"\r\n");
        let is_chunked = headers.iter().any(|(name, _)| *name == "transfer-encoding");
        let body = self.body(&headers);
        if is_chunked {
            answer.extend_from_slice(format!("{:x}\r\n", body.len()).as_bytes());
        }
        answer.extend_from_slice(&body);
        if is_chunked {
            answer.extend_from_slice(b"\r\n0\r\n\r\n");
        }
        Resource::verbatim(answer)
    }

    /// What the row's answer carries: the file where it says so, and the bytes of no version where it may not be believed.
    fn body(&self, headers: &[(&str, &str)]) -> Vec<u8> {
        let header = |wanted: &str| headers.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
        let offered = header("content-range").and_then(numbers);
        if let Some((first, last)) = offered.filter(|_| self.row["overlap_check_passed"].is_boolean()) {
            let version = if self.word("decision") == "accept" { &self.old } else { &self.new };
            let (first, last) = (first * ENLARGED - OVERLAP, (last + 1) * ENLARGED);
            return version[first as usize..last as usize].to_vec();
        }
        match (self.word("decision"), offered) {
            ("accept", Some((first, last))) => {
                self.old[(first - self.base) as usize..=(last - self.base) as usize].to_vec()
            }
            ("accept", None) => self.old.clone(),
            _ => bytes(3, header("content-length").and_then(|text| text.split(',').next()?.parse().ok()).unwrap_or(0)),
        }
    }

    /// A header of a row whose bytes are compared, in its larger units and from the first byte of the overlap on.
    fn enlarged(&self, name: &str, value: &str) -> String {
        if !self.row["overlap_check_passed"].is_boolean() {
            return value.to_owned();
        }
        match (name, numbers(value)) {
            ("content-range", Some((first, last))) => {
                let (first, end) = (first * ENLARGED - OVERLAP, (last + 1) * ENLARGED);
                format!("bytes {first}-{}/{}", end - 1, self.old.len())
            }
            ("content-length", _) => {
                value.parse().map_or(value.to_owned(), |length: u64| (length * ENLARGED + OVERLAP).to_string())
            }
            _ => value.to_owned(),
        }
    }

    fn is_accepted(&self, world: &World, task: u64) -> Result<()> {
        world.reaches(task, "complete")?;
        self.is_on_disk(world, self.part_of(&self.old)?)
    }

    /// The old part stays until the new one is whole; then nothing of it is left.
    fn is_begun_anew(&self, world: &World, task: u64, gate: &Gate) -> Result<()> {
        world.has_received(task, self.half())?;
        let names = names_in(&self.folder(world))?;
        ensure!(names.len() == 2, "two parts are there while the new one grows: {names:?}");
        let old = std::fs::read(self.folder(world).join("file.zip.haulpart"))?;
        let stored = &self.old[index(self.wanted.0 - self.base)?..index(self.missing - self.base)?];
        ensure!(old.starts_with(stored), "the old part has lost bytes");
        gate.open();
        world.reaches(task, "complete")?;
        self.is_on_disk(world, self.part_of(&self.new)?)
    }

    fn has_failed(&self, world: &World, task: u64) -> Result<()> {
        let (status, category) = failure(self.row);
        let seen = world.reaches(task, status)?;
        ensure!(seen["category"].as_str() == category, "{} instead of {category:?}", seen["category"]);
        let names = names_in(&self.folder(world))?;
        if self.stored() == 0 {
            ensure!(names.is_empty(), "nothing is there: {names:?}");
            return Ok(());
        }
        ensure!(names == ["file.zip.haulpart"], "the part stays: {names:?}");
        ensure!(seen["received"] == self.stored(), "and counts: {seen}");
        let part = std::fs::read(self.folder(world).join("file.zip.haulpart"))?;
        ensure!(part.starts_with(&self.old[..index(self.stored())?]), "no byte of it has changed");
        Ok(())
    }

    fn part_of<'b>(&self, version: &'b [u8]) -> Result<&'b [u8]> {
        let (first, last) = self.wanted;
        let end = last.map_or(version.len() as u64, |last| last + 1 - self.base);
        Ok(&version[index(first - self.base)?..index(end)?])
    }

    fn is_on_disk(&self, world: &World, content: &[u8]) -> Result<()> {
        let names = names_in(&self.folder(world))?;
        ensure!(names == ["file.zip"], "nothing but the file stays: {names:?}");
        let found = std::fs::read(self.folder(world).join("file.zip"))?;
        ensure!(found == content, "the file has {} bytes, expected {}, or other ones", found.len(), content.len());
        Ok(())
    }

    /// The first request is that of the row, with its proof; what follows is as much as the action needs.
    fn asked_rightly(&self, requests: &[Recorded]) -> Result<()> {
        let ranges: Vec<Option<String>> = requests.iter().map(Recorded::range).collect();
        let proof = self.row["request"]["If-Range"].as_str().map(str::to_owned);
        let is_compared = self.row["overlap_check_passed"].is_boolean();
        let is_first = self.row["prior"].as_object().is_none_or(serde_json::Map::is_empty);
        let is_unproven = proof.is_none() && !is_compared && !is_first;
        let first = requests.first().context("nothing was asked")?;
        ensure!(first.header("if-range") == proof, "If-Range is {:?}", first.header("if-range"));
        if is_unproven {
            ensure!(ranges == [None], "without proof no part is asked for: {ranges:?}");
            return Ok(());
        }
        let expected = if is_compared { self.missing - OVERLAP } else { self.missing };
        ensure!(first.first_byte() == expected, "the first range is {ranges:?}");
        ensure!(first.range().is_some() || self.row["request"]["Range"].is_null(), "a part is asked for: {ranges:?}");
        let more = match self.word("action") {
            "write_at_first_then_request_rest" => 1,
            "reissue_without_range" | "reissue_from_zero" => {
                ensure!(ranges.last() == Some(&None), "everything is asked for: {ranges:?}");
                1
            }
            // The policy repeats these once, at once, before somebody is asked.
            "resource_changed_keep_partial" => 1,
            _ if self.row["response"]["status"] == 416 => 1,
            _ => 0,
        };
        ensure!(requests.len() == 1 + more, "{ranges:?}");
        Ok(())
    }
}

/// Two lanes, the first of which has no byte yet and asks again from 0: what it gets is the whole file.
fn a_lane_without_a_byte_gets_everything(world: &World, origin: &Origin, row: &Value) -> Result<()> {
    const SIZE: usize = 4 << 20;
    const HALF: u64 = SIZE as u64 / 2;
    let content = bytes(1, SIZE);
    let file = || proven_by(Resource::new(&content), &row["prior"]);
    let nothing = file().stopping(Point::AfterBytes(0), Stop::Stall);
    let something = file().stopping(Point::AfterBytes(100_000), Stop::Stall);
    let path = format!("/{}", id(row));
    let stalling =
        move |request: &Recorded| if request.range().is_some() { something.clone() } else { nothing.clone() };
    origin.now_serves_at(&path, Resource::decided_by(stalling));
    let task = world.add(&["-d", id(row), "-o", "file.zip", "-c", "2", &origin.url_of(&path)])?;
    world.has_received(task, 100_000)?;
    world.pause(task)?;
    let before = of_path(origin, &path).len();
    let whole = file().ranges(Ranges::Ignored);
    origin.now_serves_at(&path, whole);
    world.does("resume", task)?;
    world.reaches(task, "complete")?;
    let folder = world.home.downloads().join(id(row));
    ensure!(names_in(&folder)? == ["file.zip"], "{:?}", names_in(&folder)?);
    ensure!(std::fs::read(folder.join("file.zip"))? == content, "other bytes");
    let asked: Vec<Option<String>> = of_path(origin, &path)[before..].iter().map(Recorded::range).collect();
    let first = Some(format!("bytes=0-{}", HALF - 1));
    ensure!(asked.contains(&first) && asked.len() <= 2, "the rest of each lane, and no more: {asked:?}");
    Ok(())
}

/// Status and category of a row that ends the attempt.
fn failure(row: &Value) -> (&'static str, Option<&'static str>) {
    match (row["action"].as_str(), row["response"]["status"].as_u64()) {
        (Some("resource_changed_keep_partial"), _) => ("failed", Some("http.changed")),
        (Some("auth_required_keep_partial"), _) => ("failed", Some("auth.required")),
        (_, Some(404)) => ("not_found", None),
        (_, Some(202)) => ("failed", Some("http.202")),
        (_, Some(410)) => ("failed", Some("http.410")),
        (_, Some(429)) => ("failed", Some("http.429")),
        (_, Some(503)) => ("failed", Some("http.503")),
        (_, Some(204 | 205)) => ("failed", Some("http.no_content")),
        (_, Some(302)) => ("failed", Some("redirect.no_location")),
        (_, Some(416)) => ("failed", Some("http.range")),
        (_, _) => ("failed", Some("http.protocol")),
    }
}

/// The validators and the type that the row's task knows.
fn proven_by(resource: Resource, prior: &Value) -> Resource {
    let resource = resource.without_etag().content_type(prior["content_type"].as_str().unwrap_or("application/zip"));
    let resource = prior["etag"].as_str().into_iter().fold(resource, Resource::etag);
    let Some(date) = prior["last_modified"].as_str() else { return resource };
    let answered = if prior["lm_strong"] == json!(true) { "Tue, 01 Jul 2025 12:00:00 GMT" } else { date };
    resource.last_modified(date).header("Date", answered)
}

fn of_path(origin: &Origin, path: &str) -> Vec<Recorded> {
    origin.requests().into_iter().filter(|request| request.path() == path).collect()
}

/// First and, where it is said, last byte of the row's `Range`.
fn range(row: &Value) -> Option<(u64, Option<u64>)> {
    let (first, last) = row["request"]["Range"].as_str()?.strip_prefix("bytes=")?.split_once('-')?;
    Some((first.parse().ok()?, last.parse().ok()))
}

/// The positions of a `Content-Range`, however it is spaced.
fn numbers(value: &str) -> Option<(u64, u64)> {
    let (positions, _) = value.trim().get("bytes".len()..)?.split_once('/')?;
    let (first, last) = positions.split_once('-')?;
    Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
}

fn index(position: u64) -> Result<usize> {
    usize::try_from(position).context("a position that no memory has")
}
