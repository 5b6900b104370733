//! Damage to the file itself.

use anyhow::{Context as _, Result};
use haul_model::task::TaskId;
use haul_store::{Store, StoreError};

use crate::place::{Place, all, is_honest};

/// Numbers that look random and are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % bound
    }
}

/// How many rounds are run; the long form asks for more.
fn rounds() -> Result<u64> {
    std::env::var("HAUL_ROUNDS").map_or(Ok(150), |rounds| Ok(rounds.parse()?))
}

#[tokio::test]
async fn f128_flipped_bytes_are_survived_and_never_believed() -> Result<()> {
    let whole = std::fs::read(&Place::with_tasks(60).await?.path)?;
    let mut chance = Chance(128);
    let (mut opened_as_it_is, mut rebuilt) = (0, 0);
    for round in 0..rounds()? {
        let place = Place::new()?;
        let mut flipped = whole.clone();
        for _ in 0..=chance.below(8) {
            let at = chance.below(flipped.len());
            flipped[at] ^= 1 << chance.below(8);
        }
        std::fs::write(&place.path, &flipped)?;
        let opened = match Store::open(&place.path) {
            // The bytes that hold the version were hit: nothing is written to what may be newer.
            Err(StoreError::Newer) if flipped[60..64] != whole[60..64] => continue,
            opened => opened.with_context(|| format!("round {round}"))?,
        };
        opened.store.waiting(TaskId(0)).await?;
        opened.store.counts().await?;
        for record in all(&opened.store).await? {
            is_honest(&opened.store, record.id).await.with_context(|| format!("round {round}"))?;
        }
        match opened.damage {
            None => opened_as_it_is += 1,
            Some(damage) => {
                rebuilt += 1;
                assert_eq!(std::fs::read(&damage.aside)?, flipped, "round {round}: the damaged file is kept as it was");
            }
        }
    }
    assert!(opened_as_it_is > 0 && rebuilt > 0, "{opened_as_it_is} opened, {rebuilt} rebuilt");
    Ok(())
}

#[tokio::test]
async fn m175_what_can_be_read_of_a_damaged_database_is_saved_and_proven_bytes_stay_proven() -> Result<()> {
    let place = Place::with_tasks(300).await?;
    let mut bytes = std::fs::read(&place.path)?;
    // A page in the middle, where rows are.
    let middle = bytes.len() / 4096 / 2 * 4096;
    bytes[middle..middle + 4096].fill(0xa5);
    std::fs::write(&place.path, &bytes)?;
    let opened = Store::open(&place.path)?;
    let damage = opened.damage.context("it was damaged")?;
    let saved = all(&opened.store).await?;
    assert_eq!((saved.len() as u64, damage.saved + damage.lost), (damage.saved, 300), "{damage:?}");
    assert!(damage.saved >= 250, "{damage:?}");
    let mut proven = 0;
    for record in &saved {
        is_honest(&opened.store, record.id).await?;
        proven += u64::from(record.received > 0);
        assert_eq!(record.name.as_str(), format!("file-{}.bin", record.id));
    }
    assert!(proven >= 150, "{proven} of {} are resumable", saved.len());
    Ok(())
}

#[tokio::test]
async fn m175_a_database_that_was_cut_off_gives_what_is_left() -> Result<()> {
    let place = Place::with_tasks(300).await?;
    let whole = std::fs::read(&place.path)?;
    std::fs::write(&place.path, &whole[..whole.len() / 2])?;
    let opened = Store::open(&place.path)?;
    let damage = opened.damage.context("it was damaged")?;
    assert!(damage.saved > 50, "{damage:?}");
    assert_eq!(std::fs::read(damage.aside)?, whole[..whole.len() / 2]);
    Ok(())
}

#[tokio::test]
async fn m175_a_first_page_that_is_gone_does_not_take_the_others_with_it() -> Result<()> {
    let place = Place::with_tasks(300).await?;
    let mut bytes = std::fs::read(&place.path)?;
    bytes[..4096].fill(0);
    std::fs::write(&place.path, &bytes)?;
    let opened = Store::open(&place.path)?;
    assert_eq!(opened.damage.map(|damage| (damage.saved, damage.lost)), Some((300, 0)));
    for record in all(&opened.store).await? {
        assert_eq!(record.received, 1_000 + record.id.0);
        is_honest(&opened.store, record.id).await?;
    }
    Ok(())
}

#[tokio::test]
async fn m175_a_rebuilt_database_is_whole_at_the_next_start() -> Result<()> {
    let place = Place::with_tasks(300).await?;
    let whole = std::fs::read(&place.path)?;
    std::fs::write(&place.path, &whole[..whole.len() / 2])?;
    let saved = all(&Store::open(&place.path)?.store).await?;
    let again = Store::open(&place.path)?;
    assert_eq!((again.damage, all(&again.store).await?), (None, saved));
    Ok(())
}

#[tokio::test]
async fn f130_an_empty_or_foreign_file_is_set_aside() -> Result<()> {
    for content in ["", "x", "this is no database, whatever its name says"] {
        let place = Place::new()?;
        std::fs::write(&place.path, content)?;
        let opened = Store::open(&place.path)?;
        let damage = opened.damage.with_context(|| format!("{content:?}"))?;
        assert_eq!((std::fs::read_to_string(&damage.aside)?.as_str(), damage.saved, damage.lost), (content, 0, 0));
    }
    Ok(())
}

#[tokio::test]
async fn a_kill_between_setting_aside_and_putting_in_place_loses_no_task() -> Result<()> {
    let place = Place::with_tasks(5).await?;
    // What such a kill leaves: the whole new database under the name it was built with.
    std::fs::rename(&place.path, place.beside(".built"))?;
    let opened = Store::open(&place.path)?;
    assert_eq!((opened.damage.is_none(), all(&opened.store).await?.len()), (true, 5));
    Ok(())
}
