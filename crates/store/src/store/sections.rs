//! The list in sections, as the engine asks for it.

use crate::error::StoreError;
use crate::query::Query;
use crate::sections::{self, BatchSections, SectionRow};
use crate::store::Store;

impl Store {
    /// The tasks that match, by group and status, whatever the window.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn by_group(&self, query: Query) -> Result<Vec<SectionRow<String>>, StoreError> {
        self.reader.run(move |connection| sections::by_group(connection, &query)).await
    }

    /// The tasks that match, by batch and status, whatever the window.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn by_batch(&self, query: Query) -> Result<BatchSections, StoreError> {
        self.reader.run(move |connection| sections::by_batch(connection, &query)).await
    }
}
