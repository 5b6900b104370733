//! Never lose work: a machine whose power is cut has the same tasks afterwards, and no zeros in the place of bytes.
//!
//! `HAUL_POWER_SEED` repeats a run, `HAUL_POWER_ROUNDS` makes it longer; two disks are tried at the same time.

use std::time::Duration;

use anyhow::{Context as _, Result};
use haul_testkit::{Home, Need, Running, SmallDisk, needs};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::proof::{Proof, setting};
use crate::work::{LITTLE, Work};

const ROUNDS: u64 = 16;

/// Longest time between two cuts, in milliseconds.
const LONGEST_ROUND: u64 = 1800;

#[test]
fn f112_f113_f114_f115_power_cuts_lose_no_task_and_spoil_no_file() -> Result<()> {
    if !needs(Need::Mount) {
        return Ok(());
    }
    let seed = setting("HAUL_POWER_SEED")?.unwrap_or_else(|| u64::from(std::process::id()));
    let rounds = setting("HAUL_POWER_ROUNDS")?.unwrap_or(ROUNDS).div_ceil(2);
    let scopes = [(seed, Scope::Everything), (seed + 1, Scope::Downloads)];
    let disks = scopes.map(|(seed, scope)| std::thread::spawn(move || cuts(seed, rounds, scope)));
    let mut proof = Proof { kind: "power cut", ..Proof::default() };
    for disk in disks {
        let found = disk.join().map_err(|_| anyhow::anyhow!("a disk panicked"))?;
        proof = proof.and(found.with_context(|| format!("repeat it with HAUL_POWER_SEED={seed}"))?);
    }
    proof.judge().with_context(|| format!("repeat it with HAUL_POWER_SEED={seed}"))
}

/// What is on the disk whose power is cut.
#[derive(Clone, Copy)]
enum Scope {
    /// Files and database: what was acknowledged has to be there.
    Everything,
    /// Only the files: the database goes on from its last word, and that has to be true.
    Downloads,
}

fn cuts(seed: u64, rounds: u64, scope: Scope) -> Result<Proof> {
    let mut chance = StdRng::seed_from_u64(seed);
    let mut disk = SmallDisk::image("200m")?;
    let home = match scope {
        Scope::Everything => Home::with_command_below(env!("CARGO_BIN_EXE_haul"), disk.path())?,
        Scope::Downloads => {
            let home = Home::with_command(env!("CARGO_BIN_EXE_haul"))?;
            home.keep_downloads_in(disk.path())?;
            home
        }
    };
    disk.settle()?;
    let mut work = Work::begin(home, "power cut")?;
    let mut daemon = work.home.daemon()?;
    for round in 1..=rounds {
        work.replace_the_finished().with_context(|| format!("round {round}"))?;
        cut_once(&mut work, (&mut disk, scope), &mut daemon, &mut chance).with_context(|| format!("round {round}"))?;
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

fn cut_once(
    work: &mut Work,
    (disk, scope): (&mut SmallDisk, Scope),
    daemon: &mut Running,
    chance: &mut StdRng,
) -> Result<()> {
    let longest = if chance.random_bool(0.3) {
        // Around the moment in which a file gets its final name.
        work.add(LITTLE)?;
        60
    } else {
        LONGEST_ROUND
    };
    std::thread::sleep(Duration::from_micros(chance.random_range(0..longest * 1000)));
    match scope {
        Scope::Everything => {
            disk.cut_power()?;
            daemon.kill9()?;
        }
        Scope::Downloads => {
            // What it noticed of the cut would reach the other disk.
            daemon.kill9()?;
            disk.cut_power()?;
        }
    }
    disk.power_on_again()
}
