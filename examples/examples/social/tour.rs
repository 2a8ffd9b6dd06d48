//! Opens the other program's table and runs its access patterns.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use monotable::{Clock, Entity, Error, Item, Store, Ttl};
use monotable_examples::{Report, ask, show_value};
use monotable_local::{LocalBackend, ManualClock};

use super::schema::{
    Follower, Following, Like, LikeCount, Network, Post, PostId, TimelineEntry, UserCounts, UserId, UserInfo,
};
use super::workbench::Model;

/// The time of the data: Wednesday, 23 October 2019, 10:46 UTC.
const DATA_TIME: u64 = 1_571_827_560;

/// Runs the tour on a backend.
pub async fn run(report: &mut Report<'_>) -> Result<(), Error> {
    let clock = ManualClock::at(UNIX_EPOCH + Duration::from_secs(DATA_TIME));
    let backend = LocalBackend::builder().clock(Arc::new(clock.clone())).build();

    let model = Model::social_network()?;
    model.write(&backend).await?;
    let network: Store<Network> = Network::on(backend.clone()).named(&model.table);

    report.line("A social network in a table that another program wrote.");
    report.line(
        "Nothing in it was made for this program: the keys are that program's, so are the attribute names, and no",
    );
    report.line("attribute says what an item is. `schema.rs` declares eight entities over it.");
    decode(&network, &model, report).await?;
    ask_all(&network, &clock, report).await?;
    expire(&network, &backend, &clock, report).await
}

async fn decode(network: &Store<Network>, model: &Model, report: &mut Report<'_>) -> Result<(), Error> {
    report.section("The items");
    let items = ask!(report, "What is in the table?", network.scan() => all).await?;
    report.answer(format_args!("{} items of {}, each decoded into its entity", items.len(), model.items.len()));
    let mut rows: Vec<_> = items
        .iter()
        .map(|item| {
            let kind = match item {
                Network::Info(_) => "UserInfo",
                Network::Counts(_) => "UserCounts",
                Network::Follower(_) => "Follower",
                Network::Following(_) => "Following",
                Network::Post(_) => "Post",
                Network::Like(_) => "Like",
                Network::LikeCount(_) => "LikeCount",
                Network::Timeline(_) => "TimelineEntry",
            };
            let stored = stored(item)?;
            let key = |name: &str| stored.get(name).map(show_value).unwrap_or_default();
            Ok([key("PK"), key("SK"), kind.to_owned()])
        })
        .collect::<Result<_, Error>>()?;
    rows.sort();
    report.table(["PK", "SK", "ENTITY"], rows);

    // Each decoded item, encoded again, has exactly the attributes that the other program wrote.
    let mut unchanged = 0;
    for item in &items {
        let written = stored(item)?;
        unchanged += usize::from(model.items.iter().any(|original| attributes(original) == attributes(&written)));
    }
    report
        .more(format_args!("Encoded again, {unchanged} of them are what that program wrote, attribute for attribute."));
    Ok(())
}

/// Encodes an entity of any kind as its item.
fn stored(item: &Network) -> Result<Item, Error> {
    match item {
        Network::Info(entity) => entity.to_item(),
        Network::Counts(entity) => entity.to_item(),
        Network::Follower(entity) => entity.to_item(),
        Network::Following(entity) => entity.to_item(),
        Network::Post(entity) => entity.to_item(),
        Network::Like(entity) => entity.to_item(),
        Network::LikeCount(entity) => entity.to_item(),
        Network::Timeline(entity) => entity.to_item(),
    }
}

fn attributes(item: &Item) -> BTreeMap<Vec<u8>, String> {
    item.into_iter().map(|(name, value)| (name.to_vec(), show_value(value))).collect()
}

async fn ask_all(network: &Store<Network>, clock: &ManualClock, report: &mut Report<'_>) -> Result<(), Error> {
    let user = UserId("12345".to_owned());
    let post = PostId("12345".to_owned());
    report.section("The access patterns");

    if let Some(info) = ask!(report, "Who is user 12345?", network.get(UserInfo::key(&user))).await? {
        report.answer(format_args!("{}: {:?}, image {}", info.name, info.content, info.image_url));
    }
    let question = "How many followers and posts has that user? (attribute names with `#` in them)";
    if let Some(counts) = ask!(report, question, network.get(UserCounts::key(&user))).await? {
        report.answer(format_args!(
            "{} followers, following {}, {} posts",
            counts.followers, counts.following, counts.posts
        ));
    }
    let followers = ask!(report, "Who follows that user?", network.query(Follower::of(&user)) => all).await?;
    report.answer(list(followers.iter().map(|follower| &follower.follower.0)));
    let following = ask!(report, "Whom does that user follow?", network.query(Following::of(&user)) => all).await?;
    report.answer(list(following.iter().map(|following| &following.followed.0)));
    let question = "What has that user posted, newest first?";
    let posts = ask!(report, question, network.query(Post::of(&user)).newest_first() => all).await?;
    report.answer(format_args!("{} posts", posts.len()));
    let rows = posts.into_iter().map(|post| [post.post.0, post.timestamp.0.to_string(), post.content, post.image_url]);
    report.table(["POST", "TIMESTAMP", "CONTENT", "IMAGE"], rows);
    let likes = ask!(report, "Who likes post 12345?", network.query(Like::of(&post)) => all).await?;
    report.answer(list(likes.iter().map(|like| &like.user.0)));
    let question = "How many likes has it? (a number that is stored as a text, in `etc`)";
    if let Some(count) = ask!(report, question, network.get(LikeCount::key(&post))).await? {
        report.answer(format_args!("{} likes", count.likes.0));
    }
    timeline(network, clock.now(), report).await
}

async fn timeline(network: &Store<Network>, now: SystemTime, report: &mut Report<'_>) -> Result<(), Error> {
    let user = UserId("12345".to_owned());
    let now = Ttl::at(now);
    let question = "What is on that user's timeline, of what has not expired?";
    let entries =
        ask!(report, question, network.query(TimelineEntry::of(&user)).filter(|t| t.ttl.ge(now)) => all).await?;
    report.answer(format_args!("{} entries at second {now}", entries.len()));
    let rows = entries.into_iter().map(|entry| [entry.post.0, entry.author.0, entry.ttl.to_string()]);
    report.table(["POST", "AUTHOR", "EXPIRES AT"], rows);
    Ok(())
}

async fn expire(
    network: &Store<Network>,
    backend: &LocalBackend,
    clock: &ManualClock,
    report: &mut Report<'_>,
) -> Result<(), Error> {
    report.section("Time");
    report.line("");
    report.line(format_args!(
        "     The clock shows the data's own time: {} items have expired.",
        backend.sweep_expired()
    ));
    clock.advance(Duration::from_secs(60));
    report.line("     A minute later the same question is asked again, before DynamoDB has deleted anything:");
    timeline(network, clock.now(), report).await?;
    report.line("");
    report.line(format_args!("     DynamoDB gets to it: {} items are deleted.", backend.sweep_expired()));
    let left = network.query(TimelineEntry::of(UserId("12345".to_owned()))).count().await?;
    report.line(format_args!("     On the timeline are now {left}."));
    Ok(())
}

fn list<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let names: Vec<_> = names.map(String::as_str).collect();
    format!("{}: {}", names.len(), names.join(", "))
}
