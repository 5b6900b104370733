//! Never lose work: a daemon that is killed at any moment has the same tasks afterwards, and right files in the end.
//!
//! `HAUL_KILL_SEED` repeats a run, `HAUL_KILL_ROUNDS` makes it longer; two homes are tried at the same time.

use std::time::Duration;

use anyhow::{Context as _, Result};
use haul_testkit::{Home, Running};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::asking::add_at;
use crate::proof::{Proof, setting};
use crate::work::{LITTLE, SIZES, Work};

const ROUNDS: u64 = 50;
const HOMES: u64 = 2;

/// Longest time between two kills, in milliseconds: longer than the time between two checkpoints, so that some rounds
/// continue proven bytes and some have none.
const LONGEST_ROUND: u64 = 1800;

#[test]
fn f110_m073_m174_fifty_kills_lose_no_task_and_spoil_no_file() -> Result<()> {
    let seed = setting("HAUL_KILL_SEED")?.unwrap_or_else(|| u64::from(std::process::id()));
    let rounds = setting("HAUL_KILL_ROUNDS")?.unwrap_or(ROUNDS).div_ceil(HOMES);
    let homes: Vec<_> = (0..HOMES).map(|number| std::thread::spawn(move || kills(seed + number, rounds))).collect();
    let mut proof = Proof { kind: "kill -9", ..Proof::default() };
    for home in homes {
        let found = home.join().map_err(|_| anyhow::anyhow!("a home panicked"))?;
        proof = proof.and(found.with_context(|| format!("repeat it with HAUL_KILL_SEED={seed}"))?);
    }
    proof.judge().with_context(|| format!("repeat it with HAUL_KILL_SEED={seed}"))
}

fn kills(seed: u64, rounds: u64) -> Result<Proof> {
    let mut chance = StdRng::seed_from_u64(seed);
    let mut work = Work::begin(Home::with_command(env!("CARGO_BIN_EXE_haul"))?, "kill -9")?;
    let mut daemon = work.home.daemon()?;
    for round in 1..=rounds {
        work.replace_the_finished().with_context(|| format!("round {round}"))?;
        kill_once(&mut work, &mut daemon, &mut chance).with_context(|| format!("round {round}"))?;
        work.look_over().with_context(|| format!("round {round}"))?;
        daemon = work.home.daemon()?;
        work.tasks_are_the_same().with_context(|| format!("round {round}"))?;
        work.proof.rounds += 1;
        if !work.proof.is_clean() {
            return Ok(work.proof);
        }
    }
    work.ends_well()
}

/// The moment is the point of the test: anything from the first millisecond on, and more often where more is at stake.
fn kill_once(work: &mut Work, daemon: &mut Running, chance: &mut StdRng) -> Result<()> {
    match chance.random_range(0..10) {
        0 | 1 => {
            // While a task is being added.
            let (own, download) = work.next_download(chance.random_range(0..SIZES.len()));
            let socket = work.home.socket();
            let adding = std::thread::spawn(move || add_at(&socket, &download));
            sleep(chance.random_range(0..8_000));
            daemon.kill9()?;
            if let Ok(id) = adding.join().map_err(|_| anyhow::anyhow!("adding panicked"))? {
                work.acknowledged(&own, id);
            }
        }
        2 | 3 => {
            // While a file gets its final name.
            work.add(LITTLE)?;
            sleep(chance.random_range(0..60_000));
            daemon.kill9()?;
        }
        4 => {
            // While it ends by itself.
            daemon.terminate()?;
            sleep(chance.random_range(0..40_000));
            daemon.kill9()?;
        }
        _ => {
            sleep(chance.random_range(0..LONGEST_ROUND * 1000));
            daemon.kill9()?;
        }
    }
    Ok(())
}

fn sleep(micros: u64) {
    std::thread::sleep(Duration::from_micros(micros));
}
