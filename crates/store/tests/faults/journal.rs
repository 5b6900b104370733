//! Whole batches or nothing.

use anyhow::Result;
use haul_store::{Change, Store, StoreError};

use crate::place::{Place, all, new};

#[tokio::test]
async fn a_change_that_is_refused_does_not_disturb_those_that_wait_with_it() -> Result<()> {
    let place = Place::with_tasks(1).await?;
    let store = Store::open(&place.path)?.store;
    let task = all(&store).await?.remove(0);
    let good = store.apply(vec![Change::Retries { id: task.id, left: 1 }]);
    let refused = store.insert(vec![new("file-1.bin")?], |_| false);
    let unknown = store.reserve(haul_model::task::TaskId(99), task.name.clone(), |_| false);
    let (good, inserted, unknown) = tokio::join!(good, refused, unknown);
    assert_eq!((good, unknown), (Ok(()), Err(StoreError::Unknown)));
    assert_eq!(inserted?.remove(0)?.name.as_str(), "file-1 (1).bin");
    assert_eq!(store.load(task.id).await?.0.retries_left, 1);
    Ok(())
}
