//! What the derives print, written by hand: the shape that `macros` has to produce.
#![allow(missing_docs, dead_code, clippy::unwrap_used)]

use monotable::{Store, after};

type CustomerId = String;

#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    pub customer_id: CustomerId,
    pub placed_at: u64,
    pub order_id: String,
    pub status: String,
    pub region: Option<String>,
    pub amount: u64,
    pub version: u64,
}
// #[entity(table = Shop)]
// #[key(pk = "CUSTOMER#{customer_id}", sk = "ORDER#{placed_at}#{order_id}")]
// #[index(by_region: Gsi1, pk = "REGION#{region}", sk = "{status}#{placed_at}", sparse)]
// #[index(by_status: ByStatus, pk = [status], sk = [placed_at])]
// #[attr(version)] version, #[attr(rename = "amt")] amount

pub struct Shop;
// #[table(pk = "PK", sk = "SK", tag = "_type")]
// #[gsi(Gsi1, pk = "GSI1PK", sk = "GSI1SK")]
// #[gsi(ByStatus, pk = [status], sk = [placed_at: N])]

// ---- what derive(Table) prints for the layout ----
#[allow(non_upper_case_globals)]
impl Shop {
    /// The index `Gsi1` of `Shop`.
    pub const Gsi1: usize = 0;
    /// The index `ByStatus` of `Shop`.
    pub const ByStatus: usize = 1;
}
const _: () = {
    use ::monotable::__private as m;
    static INDEXES: &[m::IndexSchema] = &[
        m::IndexSchema {
            name: "Gsi1",
            physical: "Gsi1",
            kind: m::IndexKind::Global,
            keys: m::IndexKeys::Composed,
            hash: &[m::KeyAttr { name: "GSI1PK", kind: m::Type::S }],
            range: &[m::KeyAttr { name: "GSI1SK", kind: m::Type::S }],
            carries: m::Carries::All,
        },
        m::IndexSchema {
            name: "ByStatus",
            physical: "ByStatus",
            kind: m::IndexKind::Global,
            keys: m::IndexKeys::Native,
            hash: &[m::KeyAttr { name: "status", kind: m::Type::S }],
            range: &[m::KeyAttr { name: "placed_at", kind: m::Type::N }],
            carries: m::Carries::All,
        },
    ];
    static LAYOUT: m::LayoutSchema = m::LayoutSchema {
        name: "Shop",
        hash: m::KeyAttr { name: "PK", kind: m::Type::S },
        range: ::core::option::Option::Some(m::KeyAttr { name: "SK", kind: m::Type::S }),
        tag: ::core::option::Option::Some("_type"),
        ttl: ::core::option::Option::None,
        indexes: INDEXES,
    };
    impl m::Layout for Shop {
        const LAYOUT: &'static m::LayoutSchema = &LAYOUT;
    }
    impl m::IndexAt<0> for Shop {
        type Reads = m::reach::Eventual;
        const INDEX: &'static m::IndexSchema = &INDEXES[0];
    }
    impl m::IndexAt<1> for Shop {
        type Reads = m::reach::Eventual;
        const INDEX: &'static m::IndexSchema = &INDEXES[1];
    }
};
// ---- what derive(Table) prints for the table (an enum; here a stand-in type) ----
pub enum ShopTable {
    Order(Order),
}
const _: () = {
    use ::monotable::__private as m;
    static SCHEMA: m::TableSchema = m::TableSchema {
        name: "ShopTable",
        layout: <Shop as m::Layout>::LAYOUT,
        entities: &[<Order as m::Entity>::SCHEMA],
    };
    const _: () = m::check_table(&SCHEMA, 0);
    const _: () = m::same_layout::<Shop>(::core::marker::PhantomData::<(Shop, <Order as m::Entity>::Layout)>);
    impl m::Table for ShopTable {
        type Layout = Shop;
        const SCHEMA: &'static m::TableSchema = &SCHEMA;
        fn from_item(item: &m::Item) -> ::core::result::Result<::core::option::Option<Self>, m::Error> {
            match m::kind_of(&SCHEMA, item) {
                ::core::option::Option::Some(0) => ::core::result::Result::map(m::read(item), |entity| {
                    ::core::option::Option::Some(ShopTable::Order(entity))
                }),
                _ => ::core::result::Result::Ok(::core::option::Option::None),
            }
        }
    }
    impl m::reach::Holds<Order> for ShopTable {}
};

// ---- what derive(Entity) prints ----
/// Access patterns and attributes of `Order`.
pub mod order {
    use ::monotable::__private as m;

    /// Attributes of `Order`, for conditions and updates.
    #[allow(missing_docs)]
    pub struct Fields<Use = m::reach::AnyUse> {
        pub customer_id: m::Field<customer_id, Use>,
        pub placed_at: m::Field<placed_at, Use>,
        pub order_id: m::Field<order_id, Use>,
        pub status: m::Field<status, Use>,
        pub region: m::Field<region, Use>,
        pub amount: m::Field<amount, Use>,
        pub version: m::Field<version, Use>,
    }
    /// The attribute `customer_id` of `Order`.
    #[allow(non_camel_case_types)]
    pub enum customer_id {}
    /// The attribute `placed_at` of `Order`.
    #[allow(non_camel_case_types)]
    pub enum placed_at {}
    /// The attribute `order_id` of `Order`.
    #[allow(non_camel_case_types)]
    pub enum order_id {}
    /// The attribute `status` of `Order`.
    #[allow(non_camel_case_types)]
    pub enum status {}
    /// The attribute `region` of `Order`.
    #[allow(non_camel_case_types)]
    pub enum region {}
    /// The attribute `amount` of `Order`.
    #[allow(non_camel_case_types)]
    pub enum amount {}
    /// The attribute `version` of `Order`.
    #[allow(non_camel_case_types)]
    pub enum version {}

    /// `Order` by the key of the table: `CUSTOMER#{customer_id}` / `ORDER#{placed_at}#{order_id}`.
    pub struct Of<State = m::reach::Parts<0>> {
        pub(super) plan: m::Planned<State>,
    }
    /// `Order` by `by_region`: `REGION#{region}` / `{status}#{placed_at}`.
    pub struct ByRegion<State = m::reach::Parts<0>> {
        pub(super) plan: m::Planned<State>,
    }
    /// `Order` by `by_status`.
    pub struct ByStatus<State = m::reach::Parts<0>> {
        pub(super) plan: m::Planned<State>,
    }

    /// States of `Order::of(..)` in which `placed_at` comes next.
    #[diagnostic::on_unimplemented(
        message = "`placed_at` cannot be given here: the sort key of `Order::of` has the parts `placed_at`, `order_id`, in this order",
        label = "give each part once, from left to right, and none after a range"
    )]
    pub trait OfPlacedAtNext {}
    #[diagnostic::do_not_recommend]
    impl OfPlacedAtNext for m::reach::Parts<0> {}
    /// States of `Order::of(..)` in which `order_id` comes next.
    #[diagnostic::on_unimplemented(
        message = "`order_id` cannot be given here: the sort key of `Order::of` has the parts `placed_at`, `order_id`, in this order",
        label = "give each part once, from left to right, and none after a range"
    )]
    pub trait OfOrderIdNext {}
    #[diagnostic::do_not_recommend]
    impl OfOrderIdNext for m::reach::Parts<1> {}
    // ByRegionStatusNext (0), ByRegionPlacedAtNext (1), ByStatusPlacedAtNext (0) likewise
    #[diagnostic::on_unimplemented(message = "..")]
    pub trait ByRegionStatusNext {}
    impl ByRegionStatusNext for m::reach::Parts<0> {}
    #[diagnostic::on_unimplemented(message = "..")]
    pub trait ByRegionPlacedAtNext {}
    impl ByRegionPlacedAtNext for m::reach::Parts<1> {}
    #[diagnostic::on_unimplemented(message = "..")]
    pub trait ByStatusPlacedAtNext {}
    impl ByStatusPlacedAtNext for m::reach::Parts<0> {}

    // Only for composed index keys with two or more tracked parts (tracked: parts of composed index keys that are not in the
    // primary key; here `region`, `status`). GSI1SK = {status}#{placed_at} has one tracked part, GSI1PK one: nothing needed.
    // With `GSI1SK = {status}#{region}` there would be, for each tracked part of that key:
    /// What an update must know to write the index key `GSI1SK` of `Order` again.
    #[diagnostic::on_unimplemented(
        message = "this update of `Order` changes the index key `GSI1SK` (`{{status}}#{{region}}`) and does not know `region`",
        label = "`region` is missing in this update",
        note = "add `.set(|o| o.region, ..)` or `.given(|o| o.region, ..)`, or start from a loaded entity: `order.edit()`"
    )]
    pub trait RegionForGsi1sk<Other> {}
    #[diagnostic::do_not_recommend]
    impl<Other> RegionForGsi1sk<Other> for m::reach::Given {}
    #[diagnostic::do_not_recommend]
    impl RegionForGsi1sk<m::reach::Open> for m::reach::Open {}
}

const _: () = {
    use ::monotable::__private as m;

    type Layout = Shop;
    // Each index is mentioned once.
    const BY_REGION: usize = Layout::Gsi1;
    const BY_STATUS: usize = Layout::ByStatus;

    static KEY_PK: m::Template = m::Template::new(
        &[m::Segment::Literal("CUSTOMER#"), m::Segment::part::<CustomerId>("customer_id", m::PartFormat::Default)],
        m::KeyStyle::Escaped,
        "CUSTOMER#{customer_id}",
    );
    static KEY_SK: m::Template = m::Template::new(
        &[
            m::Segment::Literal("ORDER#"),
            m::Segment::part::<u64>("placed_at", m::PartFormat::Default),
            m::Segment::Literal("#"),
            m::Segment::part::<String>("order_id", m::PartFormat::Default),
        ],
        m::KeyStyle::Escaped,
        "ORDER#{placed_at}#{order_id}",
    );
    static BY_REGION_PK: m::Template = m::Template::new(
        &[m::Segment::Literal("REGION#"), m::Segment::part::<String>("region", m::PartFormat::Default)],
        m::KeyStyle::Escaped,
        "REGION#{region}",
    );
    static BY_REGION_SK: m::Template = m::Template::new(
        &[
            m::Segment::part::<String>("status", m::PartFormat::Default),
            m::Segment::Literal("#"),
            m::Segment::part::<u64>("placed_at", m::PartFormat::Default),
        ],
        m::KeyStyle::Escaped,
        "{status}#{placed_at}",
    );
    const fn field(name: &'static str, attribute: &'static str, kind: Option<m::Type>) -> m::FieldSchema {
        m::FieldSchema { name, attribute, kind, optional: false, in_key: false }
    }
    static SCHEMA: m::EntitySchema = m::EntitySchema {
        name: "Order",
        tag: "Order",
        tag_aliases: &[],
        layout: <Layout as m::Layout>::LAYOUT,
        fields: &[
            field("customer_id", "customer_id", <CustomerId as m::Attribute>::TYPE),
            field("placed_at", "placed_at", <u64 as m::Attribute>::TYPE),
            field("order_id", "order_id", <String as m::Attribute>::TYPE),
            field("status", "status", <String as m::Attribute>::TYPE),
            m::FieldSchema {
                name: "region",
                attribute: "region",
                kind: <String as m::Attribute>::TYPE,
                optional: true,
                in_key: false,
            },
            field("amount", "amt", <u64 as m::Attribute>::TYPE),
            field("version", "version", <u64 as m::Attribute>::TYPE),
        ],
        patterns: &[
            m::PatternSchema {
                name: "of",
                index: ::core::option::Option::None,
                hash: m::KeySource::Composed(&KEY_PK),
                range: ::core::option::Option::Some(m::KeySource::Composed(&KEY_SK)),
                sparse: false,
            },
            m::PatternSchema {
                name: "by_region",
                index: ::core::option::Option::Some("Gsi1"),
                hash: m::KeySource::Composed(&BY_REGION_PK),
                range: ::core::option::Option::Some(m::KeySource::Composed(&BY_REGION_SK)),
                sparse: true,
            },
            m::PatternSchema {
                name: "by_status",
                index: ::core::option::Option::Some("ByStatus"),
                hash: m::KeySource::Native(&[m::NativeKey {
                    field: "status",
                    attribute: "status",
                    kind: <String as m::Attribute>::TYPE,
                }]),
                range: ::core::option::Option::Some(m::KeySource::Native(&[m::NativeKey {
                    field: "placed_at",
                    attribute: "placed_at",
                    kind: <u64 as m::Attribute>::TYPE,
                }])),
                sparse: false,
            },
        ],
        version: ::core::option::Option::Some("version"),
        index_keys: &[
            m::IndexKeySchema {
                attribute: <Layout as m::IndexAt<{ BY_REGION }>>::INDEX.hash[0].name,
                role: m::KeyRole::Partition,
                template: &BY_REGION_PK,
            },
            m::IndexKeySchema {
                attribute: <Layout as m::IndexAt<{ BY_REGION }>>::INDEX.range[0].name,
                role: m::KeyRole::Sort,
                template: &BY_REGION_SK,
            },
        ],
    };
    // Only once per entity; spanned at the entity's name.
    const _: () = m::check_entity(&SCHEMA);

    impl m::Entity for Order {
        type Layout = Layout;
        type Fields<Use> = order::Fields<Use>;
        type Version = u64; // () without #[attr(version)]
        const SCHEMA: &'static m::EntitySchema = &SCHEMA;

        fn fields<Use>() -> order::Fields<Use> {
            order::Fields {
                customer_id: m::Field::new(),
                placed_at: m::Field::new(),
                order_id: m::Field::new(),
                status: m::Field::new(),
                region: m::Field::new(),
                amount: m::Field::new(),
                version: m::Field::new(),
            }
        }

        fn write(&self, writer: &mut dyn m::Writer, version: u64) -> ::core::result::Result<(), m::Error> {
            m::composed_key(
                writer,
                SCHEMA.layout.hash.name,
                m::KeyRole::Partition,
                m::KeyWriter::new(&KEY_PK),
                |key| {
                    key.part(&self.customer_id);
                    ::core::option::Option::Some(())
                },
            )?;
            m::composed_key(writer, m::range_name(&SCHEMA), m::KeyRole::Sort, m::KeyWriter::new(&KEY_SK), |key| {
                key.part(&self.placed_at).part(&self.order_id);
                ::core::option::Option::Some(())
            })?;
            m::tag::<Self>(writer);
            m::composed_key(
                writer,
                SCHEMA.index_keys[0].attribute,
                m::KeyRole::Partition,
                m::KeyWriter::new(&BY_REGION_PK),
                |key| m::optional_part(key, self.region.as_ref()),
            )?;
            m::composed_key(
                writer,
                SCHEMA.index_keys[1].attribute,
                m::KeyRole::Sort,
                m::KeyWriter::new(&BY_REGION_SK),
                |key| {
                    key.part(&self.status).part(&self.placed_at);
                    ::core::option::Option::Some(())
                },
            )?;
            m::attribute(writer, "customer_id", &self.customer_id)?;
            m::attribute(writer, "placed_at", &self.placed_at)?;
            m::attribute(writer, "order_id", &self.order_id)?;
            m::attribute(writer, "status", &self.status)?;
            m::attribute(writer, "region", &self.region)?;
            m::attribute(writer, "amt", &self.amount)?;
            m::attribute(writer, "version", &version)?;
            ::core::result::Result::Ok(())
        }

        fn read(reader: &mut m::RowReader<'_>) -> ::core::result::Result<Self, m::DecodeError> {
            decode(reader)
        }

        fn read_dyn(reader: &mut dyn m::Reader) -> ::core::result::Result<Self, m::DecodeError> {
            decode(reader)
        }

        fn primary_key(&self) -> ::core::result::Result<m::Item, m::KeyError> {
            primary_key(&self.customer_id, &self.placed_at, &self.order_id)
        }

        fn version(&self) -> u64 {
            self.version
        }
    }

    fn primary_key(
        customer_id: &CustomerId,
        placed_at: &u64,
        order_id: &String,
    ) -> ::core::result::Result<m::Item, m::KeyError> {
        m::key_item()
            .composed(SCHEMA.layout.hash.name, m::KeyRole::Partition, m::KeyWriter::new(&KEY_PK), |key| {
                key.part(customer_id);
            })
            .composed(m::range_name(&SCHEMA), m::KeyRole::Sort, m::KeyWriter::new(&KEY_SK), |key| {
                key.part(placed_at).part(order_id);
            })
            .finish()
    }

    // The walk that the front end prints for derive(Attribute) structs, at item level: the reader already stands in the item
    // (no begin_map). Unknown names (keys, tag, foreign attributes) are skipped, or go to #[attr(rest)].
    fn decode<R: m::Reader + ?Sized>(reader: &mut R) -> ::core::result::Result<Order, m::DecodeError> {
        let mut customer_id = ::core::option::Option::None;
        let mut placed_at = ::core::option::Option::None;
        let mut order_id = ::core::option::Option::None;
        let mut status = ::core::option::Option::None;
        let mut region = ::core::option::Option::None;
        let mut amount = ::core::option::Option::None;
        let mut version = ::core::option::Option::None;
        while let ::core::option::Option::Some(name) = reader.next_name()? {
            match name {
                "customer_id" => customer_id = m::field(reader, "customer_id")?,
                "placed_at" => placed_at = m::field(reader, "placed_at")?,
                "order_id" => order_id = m::field(reader, "order_id")?,
                "status" => status = m::field(reader, "status")?,
                "region" => region = m::field(reader, "region")?,
                "amt" => amount = m::field(reader, "amt")?,
                "version" => version = m::field(reader, "version")?,
                _ => reader.skip()?,
            }
        }
        ::core::result::Result::Ok(Order {
            customer_id: m::required(customer_id, "customer_id")?,
            placed_at: m::required(placed_at, "placed_at")?,
            order_id: m::required(order_id, "order_id")?,
            status: m::required(status, "status")?,
            region: m::required(region, "region")?,
            amount: m::required(amount, "amt")?,
            version: m::required(version, "version")?,
        })
    }

    impl Order {
        /// The key of an `Order`: `CUSTOMER#{customer_id}` / `ORDER#{placed_at}#{order_id}`.
        #[must_use]
        pub fn key(
            customer_id: impl m::ValueFor<order::customer_id, CustomerId>,
            placed_at: impl m::ValueFor<order::placed_at, u64>,
            order_id: impl m::ValueFor<order::order_id, String>,
        ) -> m::Key<Order> {
            m::Key::new(primary_key(
                ::core::borrow::Borrow::borrow(&m::part_value(customer_id)),
                ::core::borrow::Borrow::borrow(&m::part_value(placed_at)),
                ::core::borrow::Borrow::borrow(&m::part_value(order_id)),
            ))
        }

        /// An update of the `Order` with this key.
        pub fn at(
            customer_id: impl m::ValueFor<order::customer_id, CustomerId>,
            placed_at: impl m::ValueFor<order::placed_at, u64>,
            order_id: impl m::ValueFor<order::order_id, String>,
        ) -> m::Update<Order, (m::reach::Open, m::reach::Open)> {
            let customer_id = m::part_value(customer_id);
            let placed_at = m::part_value(placed_at);
            let order_id = m::part_value(order_id);
            let key = primary_key(
                ::core::borrow::Borrow::borrow(&customer_id),
                ::core::borrow::Borrow::borrow(&placed_at),
                ::core::borrow::Borrow::borrow(&order_id),
            );
            m::Update::at(key, |parts| {
                // the parts of the primary key that composed index keys use too
                parts.render::<u64>(
                    "placed_at",
                    ::core::option::Option::Some(::core::borrow::Borrow::borrow(&placed_at)),
                );
            })
        }

        /// An update of this `Order` as it was loaded.
        pub fn edit(&self) -> m::Update<Order, (m::reach::Given, m::reach::Given)> {
            m::Update::edit(self, |parts| {
                parts.render("placed_at", ::core::option::Option::Some(&self.placed_at));
                parts.loaded("region", ::core::option::Option::Some("region"), self.region.as_ref());
                parts.loaded(
                    "status",
                    ::core::option::Option::Some("status"),
                    ::core::option::Option::Some(&self.status),
                );
            })
        }

        /// Queries `Order` by its partition key `CUSTOMER#{customer_id}`.
        #[must_use]
        pub fn of(customer_id: impl m::ValueFor<order::customer_id, CustomerId>) -> order::Of {
            order::Of { plan: m::Planned::new(&SCHEMA, 0).partition::<CustomerId, _>(customer_id) }
        }

        /// Queries `Order` by `REGION#{region}`.
        #[must_use]
        pub fn by_region(region: impl m::ValueFor<order::region, String>) -> order::ByRegion {
            order::ByRegion { plan: m::Planned::new(&SCHEMA, 1).partition::<String, _>(region) }
        }

        /// Queries `Order` by `status`.
        #[must_use]
        pub fn by_status(status: impl m::ValueFor<order::status, String>) -> order::ByStatus {
            order::ByStatus { plan: m::Planned::new(&SCHEMA, 2).partition_stored::<String, _>(status) }
        }
    }

    impl<State> order::Of<State> {
        /// The condition on the part `placed_at` of the sort key.
        pub fn placed_at<R>(self, placed_at: R) -> order::Of<<R::Shape as m::reach::Advance<m::reach::Parts<1>>>::State>
        where
            R: m::IntoPartRange<u64, order::placed_at>,
            R::Shape: m::reach::Advance<m::reach::Parts<1>>,
            State: order::OfPlacedAtNext,
        {
            order::Of { plan: self.plan.sort::<u64, order::placed_at, R, _>(placed_at) }
        }

        /// The condition on the part `order_id` of the sort key.
        pub fn order_id<R>(self, order_id: R) -> order::Of<<R::Shape as m::reach::Advance<m::reach::Parts<2>>>::State>
        where
            R: m::IntoPartRange<String, order::order_id>,
            R::Shape: m::reach::Advance<m::reach::Parts<2>>,
            State: order::OfOrderIdNext,
        {
            order::Of { plan: self.plan.sort::<String, order::order_id, R, _>(order_id) }
        }
    }

    impl<State> order::ByStatus<State> {
        /// The condition on the attribute `placed_at` of the sort key.
        pub fn placed_at<R>(
            self,
            placed_at: R,
        ) -> order::ByStatus<<R::Shape as m::reach::Advance<m::reach::Parts<1>>>::State>
        where
            R: m::IntoPartRange<u64, order::placed_at>,
            R::Shape: m::reach::Advance<m::reach::Parts<1>>,
            State: order::ByStatusPlacedAtNext,
        {
            order::ByStatus { plan: self.plan.sort_stored::<u64, order::placed_at, R, _>(placed_at) }
        }
    }

    impl m::AccessPattern for order::Of {
        type Entity = Order;
        type Reads = m::reach::Strong;
        type Carries = m::reach::Carried<true>;
        const PLACE: usize = 0;
    }
    impl<State> m::reach::QueryPlan for order::Of<State> {
        type Pattern = order::Of;
        fn into_plan(self) -> m::KeyPlan {
            self.plan.into_plan()
        }
    }
    impl m::AccessPattern for order::ByRegion {
        type Entity = Order;
        type Reads = <Layout as m::IndexAt<{ BY_REGION }>>::Reads;
        type Carries = m::reach::Carried<{ m::carries_whole(&SCHEMA, <Layout as m::IndexAt<{ BY_REGION }>>::INDEX) }>;
        const PLACE: usize = 1;
    }
    impl<State> m::reach::QueryPlan for order::ByRegion<State> {
        type Pattern = order::ByRegion;
        fn into_plan(self) -> m::KeyPlan {
            self.plan.into_plan()
        }
    }
    impl m::AccessPattern for order::ByStatus {
        type Entity = Order;
        type Reads = <Layout as m::IndexAt<{ BY_STATUS }>>::Reads;
        type Carries = m::reach::Carried<{ m::carries_whole(&SCHEMA, <Layout as m::IndexAt<{ BY_STATUS }>>::INDEX) }>;
        const PLACE: usize = 2;
    }
    impl<State> m::reach::QueryPlan for order::ByStatus<State> {
        type Pattern = order::ByStatus;
        fn into_plan(self) -> m::KeyPlan {
            self.plan.into_plan()
        }
    }

    // A part of the primary key.
    impl m::Attr for order::customer_id {
        type Entity = Order;
        type Type = CustomerId;
        type Value = CustomerId;
        type Rules = m::reach::Ruled<m::reach::PrimaryKey>;
        const NAME: &'static str = "customer_id";
    }
    // In the primary key, and a stored key of the pattern by_status: filters over by_status may not name it.
    impl m::Attr for order::placed_at {
        type Entity = Order;
        type Type = u64;
        type Value = u64;
        type Rules = m::reach::Ruled<m::reach::PrimaryKey, order::placed_at>;
        const NAME: &'static str = "placed_at";
    }
    impl m::reach::FilterBy<order::placed_at, m::reach::AnyUse> for order::placed_at {}
    impl m::reach::FilterBy<order::placed_at, order::Of> for order::placed_at {}
    impl m::reach::FilterBy<order::placed_at, order::ByRegion> for order::placed_at {}
    impl m::Attr for order::order_id {
        type Entity = Order;
        type Type = String;
        type Value = String;
        type Rules = m::reach::Ruled<m::reach::PrimaryKey>;
        const NAME: &'static str = "order_id";
    }
    // A tracked part (second of `region`, `status` in the order of the struct .. here: region is slot 0, status slot 1 or the
    // other way round, as the macro likes, but `at`/`edit`/`KeepsKeys` must agree) and a stored key of by_status.
    impl m::Attr for order::status {
        type Entity = Order;
        type Type = String;
        type Value = String;
        type Rules = m::reach::Ruled<m::reach::IndexPart, order::status, m::reach::Slot<0>>;
        const NAME: &'static str = "status";
        fn render(value: ::core::option::Option<&String>, parts: &mut m::IndexParts) {
            parts.render("status", value);
        }
    }
    impl m::reach::FilterBy<order::status, m::reach::AnyUse> for order::status {}
    impl m::reach::FilterBy<order::status, order::Of> for order::status {}
    impl m::reach::FilterBy<order::status, order::ByRegion> for order::status {}
    impl m::Attr for order::region {
        type Entity = Order;
        type Type = Option<String>;
        type Value = String;
        type Rules = m::reach::Ruled<m::reach::IndexPart, m::reach::Anywhere, m::reach::Slot<1>>;
        const NAME: &'static str = "region";
        fn render(value: ::core::option::Option<&String>, parts: &mut m::IndexParts) {
            parts.render("region", value);
        }
    }
    impl m::Attr for order::amount {
        type Entity = Order;
        type Type = u64;
        type Value = u64;
        type Rules = m::reach::Plain;
        const NAME: &'static str = "amt";
    }
    impl m::Attr for order::version {
        type Entity = Order;
        type Type = u64;
        type Value = u64;
        type Rules = m::reach::Ruled<m::reach::LockVersion>;
        const NAME: &'static str = "version";
    }

    // One type parameter per tracked part. With two tracked parts A, B in one composed index key:
    //   impl<A, B> KeepsKeys<(A, B)> for Order where
    //       A: OrGiven<B>,
    //       A: order::StatusForGsi1sk<<A as OrGiven<B>>::Either>, B: order::RegionForGsi1sk<<A as OrGiven<B>>::Either> {}
    // (three parts: A: OrGiven<<B as OrGiven<C>>::Either>, B: OrGiven<C>)
    impl<A, B> m::reach::KeepsKeys<(A, B)> for Order {}
};

#[test]
fn it_builds_requests() {
    let store: Store<ShopTable> = Store::new(Nothing);
    let query = store.query(Order::of("c1").placed_at(5..).clone_free()).request().unwrap().unwrap();
    assert_eq!(query.keys.len(), 2);
    let update = store
        .update(Order::at("c1", 5u64, "o1").set(|o| o.status, "PAID").set(|o| o.region, "eu").add(|o| o.amount, -5))
        .when(|o| o.amount.ge(5u64) & o.region.exists())
        .request()
        .unwrap();
    assert_eq!(update.update.set.len(), 4);
    let filtered = store.query(Order::by_status("OPEN").placed_at(after(7u64))).filter(|o| o.amount.gt(3u64)).take(3);
    let _ = filtered.newest_first().request().unwrap();
}

trait CloneFree: Sized {
    fn clone_free(self) -> Self {
        self
    }
}
impl<T> CloneFree for T {}

struct Nothing;
impl monotable::Backend for Nothing {
    fn put_item(&self, _: monotable::request::PutItem) -> monotable::Reply<'_, monotable::request::PutItemOutput> {
        monotable::Reply::ready(Err(monotable::Error::new(monotable::ErrorKind::Unsupported, "nothing")))
    }
    fn get_item(&self, _: monotable::request::GetItem) -> monotable::Reply<'_, monotable::request::GetItemOutput> {
        monotable::Reply::ready(Err(monotable::Error::new(monotable::ErrorKind::Unsupported, "nothing")))
    }
    fn update_item(
        &self,
        _: monotable::request::UpdateItem,
    ) -> monotable::Reply<'_, monotable::request::UpdateItemOutput> {
        monotable::Reply::ready(Err(monotable::Error::new(monotable::ErrorKind::Unsupported, "nothing")))
    }
    fn delete_item(
        &self,
        _: monotable::request::DeleteItem,
    ) -> monotable::Reply<'_, monotable::request::DeleteItemOutput> {
        monotable::Reply::ready(Err(monotable::Error::new(monotable::ErrorKind::Unsupported, "nothing")))
    }
    fn query(&self, _: monotable::request::Query) -> monotable::Reply<'_, monotable::request::QueryOutput> {
        monotable::Reply::ready(Err(monotable::Error::new(monotable::ErrorKind::Unsupported, "nothing")))
    }
    fn scan(&self, _: monotable::request::Scan) -> monotable::Reply<'_, monotable::request::ScanOutput> {
        monotable::Reply::ready(Err(monotable::Error::new(monotable::ErrorKind::Unsupported, "nothing")))
    }
}
