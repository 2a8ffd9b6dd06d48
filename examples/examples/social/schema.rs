//! The table as another program writes it, with its keys and attribute names, and without a type attribute.

use monotable::{Attribute, DecodeError, EncodeError, Entity, KeyPart, Reader, Table, Ttl, Type, Writer};

/// A social network. Its items have no type attribute; the shape of the key tells their kind.
#[derive(Table, Debug)]
#[table(pk = "PK", sk = "SK", ttl = "ttl", tag = none, scan)]
pub enum Network {
    Info(UserInfo),
    Counts(UserCounts),
    Follower(Follower),
    Following(Following),
    Post(Post),
    Like(Like),
    LikeCount(LikeCount),
    Timeline(TimelineEntry),
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Network, keys = "raw")]
// The other program stores its literal sort keys in quotes.
#[key(pk = "u#{user}", sk = "\"info\"")]
pub struct UserInfo {
    /// Stored as part of the key, not as an attribute.
    #[attr(in_key)]
    pub user: UserId,
    pub name: String,
    pub content: String,
    #[attr(rename = "imageUrl")]
    pub image_url: String,
    pub etc: Option<String>,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Network, keys = "raw")]
#[key(pk = "u#{user}", sk = "\"count\"")]
pub struct UserCounts {
    #[attr(in_key)]
    pub user: UserId,
    #[attr(rename = "follower#")]
    pub followers: u64,
    #[attr(rename = "following#")]
    pub following: u64,
    #[attr(rename = "post#")]
    pub posts: u64,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Network, keys = "raw")]
#[key(pk = "u#{user}#follower", sk = "u#{follower}")]
pub struct Follower {
    #[attr(in_key)]
    pub user: UserId,
    #[attr(in_key)]
    pub follower: UserId,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Network, keys = "raw")]
#[key(pk = "u#{user}#following", sk = "u#{followed}")]
pub struct Following {
    #[attr(in_key)]
    pub user: UserId,
    #[attr(in_key)]
    pub followed: UserId,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Network, keys = "raw")]
#[key(pk = "u#{user}#post", sk = "p#{post}")]
pub struct Post {
    #[attr(in_key)]
    pub user: UserId,
    #[attr(in_key)]
    pub post: PostId,
    pub content: String,
    #[attr(rename = "imageUrl")]
    pub image_url: String,
    pub timestamp: NumberText,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Network, keys = "raw")]
#[key(pk = "p#{post}#likelist", sk = "u#{user}")]
pub struct Like {
    #[attr(in_key)]
    pub post: PostId,
    #[attr(in_key)]
    pub user: UserId,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Network, keys = "raw")]
#[key(pk = "p#{post}#likecount", sk = "\"count\"")]
pub struct LikeCount {
    #[attr(in_key)]
    pub post: PostId,
    /// Stored by the other program in the attribute `etc`, as a text.
    #[attr(rename = "etc")]
    pub likes: NumberText,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Network, keys = "raw")]
#[key(pk = "u#{user}#timeline", sk = "p#{post}#u#{author}")]
pub struct TimelineEntry {
    #[attr(in_key)]
    pub user: UserId,
    #[attr(in_key)]
    pub post: PostId,
    #[attr(in_key)]
    pub author: UserId,
    pub ttl: Ttl,
}

#[derive(KeyPart, Clone, Debug, PartialEq)]
pub struct UserId(pub String);

#[derive(KeyPart, Clone, Debug, PartialEq)]
pub struct PostId(pub String);

/// A whole number that is stored as a text. A type becomes an attribute by implementing how it is written and read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NumberText(pub u64);

impl Attribute for NumberText {
    const TYPE: Option<Type> = Some(Type::S);

    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        writer.string(&self.0.to_string());
        Ok(())
    }

    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
        let text = String::read(reader)?;
        text.parse().map(Self).map_err(|_| DecodeError::malformed("the text is not a whole number"))
    }
}
