//! What a host promises to its clients.

use anyhow::{Context as _, Result, bail};
use haul_api::{
    Add, Client, ListQuery, NewDownload, Nothing, OneTask, Outcome, Priority, Selection, Setting, Status, TaskRef,
    Update, Watch,
};
use haul_host::{Home, Host, Hosted};
use haul_testkit::{Gate, Origin, bytes};

struct Place {
    folder: tempfile::TempDir,
    hosted: Hosted,
}

impl Place {
    async fn new() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let hosted = join(&folder).await?;
        Ok(Self { folder, hosted })
    }

    fn client(&self) -> Client {
        self.hosted.client()
    }

    fn download(&self, url: String) -> NewDownload {
        let folder = self.folder.path().join("downloads").display().to_string();
        NewDownload { url, folder: Some(folder), name: Some("?".into()), ..NewDownload::default() }
    }
}

async fn join(folder: &tempfile::TempDir) -> Result<Hosted> {
    Ok(Host::join(Home::from_environment(Some(folder.path().join("home")))?).await?)
}

async fn add(client: &Client, download: NewDownload) -> Result<u64> {
    let added = client.add(Add { downloads: vec![download], ..Add::default() }).await?;
    match added.outcomes.into_iter().next().context("one outcome for one download")? {
        Outcome::Added(task) => Ok(task.id),
        Outcome::Refused(refusal) => bail!(refusal),
    }
}

async fn until(updates: &mut haul_api::Updates, id: u64, status: Status) -> Result<haul_api::TaskView> {
    loop {
        let update = updates.next().await?.context("the host went away")?;
        let Update::Status { task, .. } = update else { continue };
        if task.id == id && task.status == status {
            return Ok(task);
        }
        if task.id == id && task.status == Status::Failed {
            bail!("{task:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn m003_a_download_is_complete_when_its_bytes_are_in_place() -> Result<()> {
    let content = bytes(1, 3_000_000);
    let origin = Origin::serving(content.clone()).start().await?;
    let place = Place::new().await?;
    let client = place.client();
    let mut updates = client.watch(Watch::All).await?;
    let id = add(&client, place.download(origin.url())).await?;
    let done = until(&mut updates, id, Status::Complete).await?;
    assert_eq!(std::fs::read(&done.path)?, content);
    assert_eq!((done.received, done.total), (3_000_000, 3_000_000));
    place.hosted.stop().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_home_owner_becomes_a_client_and_sees_what_the_first_one_does() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(bytes(2, 500_000)).held_by(&gate).start().await?;
    let place = Place::new().await?;
    let id = add(&place.client(), place.download(origin.url())).await?;
    let other = join(&place.folder).await?;
    assert!(matches!(other, Hosted::There(_)));
    let seen = other.client().list(ListQuery::default()).await?;
    assert_eq!(seen.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [id]);
    gate.open();
    place.hosted.stop().await;
    assert!(other.client().overview(Nothing {}).await.is_err());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn m061_a_pause_and_a_restart_in_the_middle_cost_no_byte() -> Result<()> {
    let content = bytes(3, 4_000_000);
    let gate = Gate::closed();
    let script = haul_testkit::Resource::new(content.clone())
        .held_at(haul_testkit::Point::AfterBytes(1_500_000), &gate)
        .for_the_first(1);
    let origin = Origin::serving(script).start().await?;
    let place = Place::new().await?;
    let client = place.client();
    let mut updates = client.watch(Watch::All).await?;
    let id = add(&client, place.download(origin.url())).await?;
    loop {
        let update = updates.next().await?.context("the host went away")?;
        if matches!(update, Update::Progress(progress) if progress.received >= 1_500_000) {
            break;
        }
    }
    let tasks = Selection::Tasks(vec![TaskRef::Number(id)]);
    assert_eq!(client.pause(tasks.clone()).await?.changed, [id]);
    let Place { folder, hosted } = place;
    hosted.stop().await;
    let hosted = join(&folder).await?;
    let client = hosted.client();
    let shown = client.show(OneTask { task: TaskRef::Number(id) }).await?;
    assert_eq!((shown.task.status, shown.task.received), (Status::Paused, 1_500_000));
    let mut updates = client.watch(Watch::All).await?;
    client.resume(tasks).await?;
    let done = until(&mut updates, id, Status::Complete).await?;
    assert_eq!(std::fs::read(&done.path)?, content);
    let starts: Vec<_> = origin.requests().iter().map(haul_testkit::Recorded::first_byte).collect();
    assert_eq!(starts.last(), Some(&1_500_000), "{starts:?}");
    gate.open();
    hosted.stop().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_home_that_lies_deeper_than_a_socket_address_can_say_is_hosted_all_the_same() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let home = Home::from_environment(Some(folder.path().join("deep".repeat(40))))?;
    let hosted = Host::join(home.clone()).await?;
    let client = haul_host::connect(&home).await.context("the socket answers")?;
    assert_eq!(client.overview(Nothing {}).await?.counts.all, 0);
    hosted.stop().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_starts_nothing_and_lets_nobody_in() -> Result<()> {
    let origin = Origin::serving(bytes(1, 10)).start().await?;
    let folder = tempfile::tempdir()?;
    let home = Home::from_environment(Some(folder.path().join("home")))?;
    let hosted = Host::visit(home.clone()).await?;
    let place = Place { folder, hosted };
    let client = place.client();
    let id = add(&client, place.download(origin.url())).await?;
    client.set(Setting { key: "max_running".into(), value: "7".into() }).await?;
    // Each of them is answered at the end of a turn of its own, and slots are given away between two turns.
    for priority in [1, 2] {
        client.prioritize(Priority { tasks: Selection::All, priority }).await?;
    }
    let task = client.show(OneTask { task: TaskRef::Number(id) }).await?.task;
    assert_eq!((task.status, task.priority), (Status::Enqueued, 2));
    assert!(haul_host::connect(&home).await.is_none());
    place.hosted.stop().await;
    let hosted = Host::join(home).await?;
    let mut updates = hosted.client().watch(Watch::All).await?;
    if hosted.client().show(OneTask { task: TaskRef::Number(id) }).await?.task.status != Status::Complete {
        until(&mut updates, id, Status::Complete).await?;
    }
    assert_eq!(origin.requests().len(), 1);
    hosted.stop().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn m181_a_tasks_own_notification_goes_before_the_default_one() -> Result<()> {
    let origin = Origin::serving(bytes(5, 10)).start().await?;
    let place = Place::new().await?;
    let client = place.client();
    let mut notices = client.watch(Watch::Notices(haul_api::Place::Window)).await?;
    let own = haul_api::NotificationTexts {
        complete: Some("{FILENAME} of {metadata}\n{numtotal}".into()),
        ..haul_api::NotificationTexts::default()
    };
    let download = NewDownload {
        metadata: Some("me".into()),
        notifications: Some(own),
        ..place.download(origin.url_of("/own.bin"))
    };
    add(&client, download).await?;
    let Some(Update::Notice(notice)) = notices.next().await? else { bail!("no notice") };
    assert_eq!((notice.kind, notice.title.as_str()), (haul_api::NoticeKind::Complete, "own.bin of me"));
    add(&client, place.download(origin.url_of("/plain.bin"))).await?;
    let Some(Update::Notice(notice)) = notices.next().await? else { bail!("no notice") };
    assert_eq!(notice.title, "plain.bin is ready");
    assert_eq!(notice.actions, [haul_api::NoticeAction::Open, haul_api::NoticeAction::Reveal]);
    place.hosted.stop().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn m178_m182_states_show_only_what_is_configured_and_have_their_buttons() -> Result<()> {
    let gate = Gate::closed();
    let script = haul_testkit::Resource::new(bytes(6, 100_000)).held_at(haul_testkit::Point::AfterBytes(50_000), &gate);
    let origin = Origin::serving(script).start().await?;
    let place = Place::new().await?;
    let client = place.client();
    let mut notices = client.watch(Watch::Notices(haul_api::Place::Window)).await?;
    let texts = haul_api::NotificationTexts {
        running: Some("{filename}: {progress}".into()),
        paused: Some("{filename} waits".into()),
        ..haul_api::NotificationTexts::default()
    };
    let id = add(&client, NewDownload { notifications: Some(texts), ..place.download(origin.url()) }).await?;
    let pausable = [haul_api::NoticeAction::Cancel, haul_api::NoticeAction::Pause];
    loop {
        let Some(Update::Notice(notice)) = notices.next().await? else { bail!("no notice") };
        if notice.percent == Some(50) && pausable.iter().all(|action| notice.actions.contains(action)) {
            break;
        }
    }
    let tasks = Selection::Tasks(vec![TaskRef::Number(id)]);
    client.pause(tasks.clone()).await?;
    let paused = loop {
        let Some(Update::Notice(notice)) = notices.next().await? else { bail!("no notice") };
        if notice.kind == haul_api::NoticeKind::Paused {
            break notice;
        }
    };
    assert_eq!(paused.title, "file.bin waits");
    assert_eq!(paused.actions, [haul_api::NoticeAction::Cancel, haul_api::NoticeAction::Resume]);
    client.cancel(tasks).await?;
    let Some(Update::Notice(gone)) = notices.next().await? else { bail!("no notice") };
    assert_eq!(gone.kind, haul_api::NoticeKind::Gone, "canceled has no text, so the old one goes");
    gate.open();
    place.hosted.stop().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_is_removed_twice_in_one_breath_is_counted_once() -> Result<()> {
    let origin = Origin::serving(bytes(7, 10)).start().await?;
    let place = Place::new().await?;
    let client = place.client();
    let mut updates = client.watch(Watch::All).await?;
    for path in ["/a", "/b", "/c"] {
        let id = add(&client, place.download(origin.url_of(path))).await?;
        until(&mut updates, id, Status::Complete).await?;
    }
    let twice = Selection::Tasks(vec![TaskRef::Number(1), TaskRef::Number(1)]);
    let changed = client
        .remove(haul_api::Remove { tasks: twice, file: haul_api::FileFate::Keep, removal: haul_api::Removal::ForGood })
        .await?;
    assert_eq!((changed.changed, changed.refused.len()), (vec![1], 1));
    let counts = client.overview(Nothing {}).await?.counts;
    assert_eq!((counts.all, counts.finished), (2, 2));
    place.hosted.stop().await;
    Ok(())
}
