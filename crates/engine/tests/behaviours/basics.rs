//! A download from its first status to its file.

use anyhow::{Context as _, Result};
use haul_engine::library::{DownloadTask, ExceptionKind, Finished, Listening, Wants};
use haul_model::place::{Base, Shared};
use haul_model::status::TaskStatus;

use crate::scene::{FIVE_MB, Heard, Scene, five_mb};

fn json(end: Finished) -> Result<serde_json::Value> {
    Ok(serde_json::from_slice(&std::fs::read(end.file()?)?)?)
}

#[tokio::test(flavor = "multi_thread")]
async fn bd01_a_download_tells_three_statuses_and_its_file_is_in_each_of_the_base_folders() -> Result<()> {
    let scene = Scene::new().await?;
    for base in [Base::Documents, Base::Temporary, Base::Support, Base::Library, Base::Downloads] {
        let heard = Heard::default();
        let task = scene.task("/files/small", "file").base(base).folder("made/for this");
        let end = scene.haul.download_with(task, Listening::new().on_status(heard.words())).await;
        assert_eq!(end.file()?, scene.haul.bases().folder(base).join("made/for this/file"));
        assert_eq!(heard.all(), ["enqueued", "running", "complete"]);
    }
    let root = scene.file("in the root").display().to_string();
    let end = scene.haul.download(scene.task("/files/small", "file").base(Base::Root).folder(&root)).await;
    assert_eq!(end.file()?, scene.file("in the root/file"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd02_an_encoded_query_parameter_is_decoded_once() -> Result<()> {
    let scene = Scene::new().await?;
    let task = scene.task("/echo_get?first=1", "answer").query("second", "with%20space");
    let answer = json(scene.haul.download(task).await)?;
    assert_eq!(answer["query"], "first=1&second=with%20space");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd03_patch_is_a_method_of_downloads() -> Result<()> {
    let scene = Scene::new().await?;
    let answer = json(scene.haul.download(scene.task("/echo_post", "answer").method("patch")).await)?;
    assert_eq!(answer["method"], "PATCH");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd04_who_wants_the_status_is_not_told_how_far_it_is() -> Result<()> {
    let scene = Scene::new().await?;
    let (statuses, fractions) = (Heard::default(), Heard::default());
    let callbacks =
        haul_engine::library::Callbacks::new().on_status(statuses.words()).on_progress(fractions.fractions());
    scene.haul.register_callbacks("default", callbacks);
    let mut updates = scene.haul.updates();
    scene.haul.enqueue(scene.task("/files/small", "file").wants(Wants::Status)).await?;
    // The second task is told on the stream, once the first one has been told to its callbacks.
    scene.haul.enqueue(scene.task("/files/small", "other").group("other").priority(10)).await?;
    while updates.next().await.context("the stream ended")?.id().0 == 0 {}
    crate::scene::until(|| statuses.all() == ["enqueued", "running", "complete"]).await?;
    assert_eq!(fractions.all(), [0.0_f64; 0]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd05_without_a_length_there_are_the_first_and_the_last_fraction_and_no_size() -> Result<()> {
    let scene = Scene::new().await?;
    let (fractions, sizes) = (Heard::default(), Heard::default());
    let task = scene.task("/files/5MB-test.ZIP?no_content_length=true", "file");
    let listening = Listening::new().on_progress(|update| {
        fractions.add(update.progress);
        sizes.add(update.expected_file_size);
    });
    scene.haul.download_with(task, listening).await.file()?;
    assert_eq!(fractions.all(), [0.0, 1.0]);
    assert_eq!(sizes.all()[0], None, "nobody knows the size before the end");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd06_with_a_length_the_size_is_known_and_the_fraction_grows() -> Result<()> {
    let scene = Scene::new().await?;
    let (fractions, sizes) = (Heard::default(), Heard::default());
    let task = scene.task("/files/5MB-test.ZIP", "file");
    let listening = Listening::new().on_progress(|update| {
        fractions.add(update.progress);
        sizes.add(update.expected_file_size);
    });
    scene.haul.download_with(task, listening).await.file()?;
    let fractions = fractions.all();
    assert!(fractions.len() > 1 && fractions.is_sorted(), "{fractions:?}");
    assert_eq!((fractions.first(), fractions.last()), (Some(&0.0), Some(&1.0)));
    assert_eq!(sizes.all().last(), Some(&Some(FIVE_MB)));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd07_speed_and_time_left_are_positive_and_change_on_the_way() -> Result<()> {
    let scene = Scene::new().await?;
    let heard = Heard::default();
    let listening = Listening::new().on_progress(|update| heard.add((update.bytes_per_second, update.time_left)));
    scene.haul.download_with(scene.task("/files/57MB-test.ZIP", "file").lanes(1), listening).await.file()?;
    let flowing: Vec<_> = heard.all().into_iter().filter(|(speed, _)| speed.is_some_and(|speed| speed > 0)).collect();
    let [first, .., last] = flowing.as_slice() else { anyhow::bail!("too little was told: {flowing:?}") };
    assert_ne!(first.1, last.1, "the time left changes");
    assert_ne!(first.0, last.0, "the speed changes");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd12_a_redirect_is_followed_and_what_is_there_is_saved() -> Result<()> {
    let scene = Scene::new().await?;
    let answer = json(scene.haul.download(scene.task("/redirect", "answer")).await)?;
    assert_eq!(answer["query"], "redirected=true");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd13_the_file_is_the_original_bit_for_bit() -> Result<()> {
    let scene = Scene::new().await?;
    let path = scene.haul.download(scene.task("/files/5MB-test.ZIP", "file")).await.file()?;
    assert!(std::fs::read(path)? == five_mb(), "a byte is different");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd14_a_broken_address_is_refused_and_one_that_leads_nowhere_is_not() -> Result<()> {
    let scene = Scene::new().await?;
    let refused = scene.haul.enqueue(DownloadTask::new("http://localhost/a%2")).await;
    assert!(matches!(refused, Err(haul_engine::library::Refused::Task(_))), "{refused:?}");
    scene.haul.enqueue(DownloadTask::new("http://localhost:8085/x")).await?;
    let end = scene.haul.download(DownloadTask::new("http://localhost/a%2")).await;
    assert_eq!(end.exception.map(|exception| exception.kind), Some(ExceptionKind::Url));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd23_a_missing_file_is_not_found_with_the_answer_and_without_an_exception() -> Result<()> {
    let scene = Scene::new().await?;
    let end = scene.haul.download(scene.task("/files/nothing", "file").retries(3)).await;
    assert_eq!((end.status, end.exception), (TaskStatus::NotFound, None));
    let response = end.response.context("the server answered")?;
    assert_eq!((response.code, response.body.as_deref()), (404, Some("not found")));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd29_a_body_goes_along_as_it_was_given_and_nonsense_is_refused() -> Result<()> {
    let scene = Scene::new().await?;
    let list = serde_json::json!(["one", 2]);
    let map = serde_json::json!({"one": 1});
    let bare = || scene.task("/echo_post", "answer").overwriting();
    let bodies = [
        (bare().text(""), ""),
        (bare().text("some text"), "some text"),
        (bare().bytes(*b"some bytes"), "some bytes"),
        (bare().text(r#"{"json":"text"}"#), r#"{"json":"text"}"#),
        (bare().json(&list), r#"["one",2]"#),
        (bare().json(&map), r#"{"one":1}"#),
    ];
    for (task, sent) in bodies {
        let answer = json(scene.haul.download(task).await)?;
        assert_eq!((answer["method"].as_str(), answer["body"].as_str()), (Some("POST"), Some(sent)));
    }
    assert!(scene.haul.enqueue(bare().json(&serde_json::json!(5))).await.is_err());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn m087_a_finished_file_moves_to_each_of_the_shared_folders_and_its_record_follows() -> Result<()> {
    let scene = Scene::new().await?;
    for shared in [Shared::Downloads, Shared::Images, Shared::Video, Shared::Audio, Shared::Files] {
        let id = scene.haul.download(scene.task("/files/small", "file")).await.id.context("a number")?;
        let before = scene.haul.file_path(id).await?;
        let moved = scene.haul.move_to_shared_storage(id, shared, Some("made/../for this")).await?;
        assert_eq!(moved, scene.haul.shared_folders().folder(shared).join("for this/file"));
        assert!(moved.exists() && !before.exists());
        assert_eq!(scene.haul.file_path(id).await?, moved);
    }
    let failed = scene.haul.download(scene.task("/fail", "file")).await.id.context("a number")?;
    assert!(scene.haul.move_to_shared_storage(failed, Shared::Files, None).await.is_err());
    Ok(())
}
