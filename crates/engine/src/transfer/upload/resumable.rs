use super::Sending;
use crate::transfer::Halt;
pub(super) async fn run(_sending: &mut Sending) -> Result<(), Halt> { Ok(()) }
