//! Damage to the files beside the database (row 129).

use anyhow::Result;
use haul_store::Store;

use crate::place::{Place, all, fill, is_honest, new};

/// What a kill leaves of a database with 20 tasks in the file and 20 in the log.
async fn killed() -> Result<Place> {
    let place = Place::with_tasks(20).await?;
    let open = Store::open(&place.path)?.store;
    for number in 0..20 {
        open.insert(vec![new(&format!("late-{number}.bin"))?], |_| false).await?;
    }
    let copy = place.copied()?;
    assert!(copy.beside("-wal").metadata()?.len() > 0);
    Ok(copy)
}

async fn opens(place: &Place) -> Result<Vec<String>> {
    let store = Store::open(&place.path)?.store;
    let mut names = Vec::new();
    for record in all(&store).await? {
        is_honest(&store, record.id).await?;
        names.push(record.name.to_string());
    }
    Ok(names)
}

#[tokio::test]
async fn f129_a_kill_loses_nothing_that_was_committed() -> Result<()> {
    assert_eq!(opens(&killed().await?).await?.len(), 40);
    Ok(())
}

#[tokio::test]
async fn f129_without_its_log_the_last_checkpoint_counts() -> Result<()> {
    let place = killed().await?;
    std::fs::remove_file(place.beside("-wal"))?;
    assert_eq!(opens(&place).await?.len(), 20);
    Ok(())
}

#[tokio::test]
async fn f129_garbage_in_the_shared_memory_costs_nothing() -> Result<()> {
    let place = killed().await?;
    std::fs::write(place.beside("-shm"), [0xa5; 32 << 10])?;
    assert_eq!(opens(&place).await?.len(), 40);
    Ok(())
}

#[tokio::test]
async fn f129_a_log_that_is_garbage_is_passed_over() -> Result<()> {
    let place = killed().await?;
    std::fs::write(place.beside("-wal"), [0xa5; 100_000])?;
    assert_eq!(opens(&place).await?.len(), 20);
    Ok(())
}

#[tokio::test]
async fn f129_a_log_of_another_database_does_no_harm_that_is_not_told() -> Result<()> {
    let place = Place::with_tasks(60).await?;
    let other = Place::new()?;
    let open = Store::open(&other.path)?.store;
    fill(&open, 3).await?;
    std::fs::copy(other.beside("-wal"), place.beside("-wal"))?;
    let opened = Store::open(&place.path)?;
    let kept = all(&opened.store).await?;
    assert!(opened.damage.is_some() || kept.len() == 60 || kept.len() == 3, "{:?}, {}", opened.damage, kept.len());
    if let Some(damage) = opened.damage {
        assert!(damage.saved >= 55, "{damage:?}");
    }
    Ok(())
}

#[tokio::test]
async fn f129_a_log_without_its_database_is_kept_and_not_played_into_a_new_one() -> Result<()> {
    let place = killed().await?;
    std::fs::remove_file(&place.path)?;
    assert!(opens(&place).await?.is_empty());
    assert!(place.names()?.contains(&"haul.db.damaged-1-wal".to_owned()), "{:?}", place.names()?);
    Ok(())
}
