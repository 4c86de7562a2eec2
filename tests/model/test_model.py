"""The model: what its classes promise, and that they are those of the API's specification."""

import ast
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import GenericAlias, ModuleType
from typing import Any, get_type_hints

import attrs
import pytest
import yaml
from tests.conftest import REGISTRY

from trialtext import Study, model
from trialtext.model.base import ApiObject, json_name
from trialtext.model.enums import Phase
from trialtext.model.protocol import Contact, ContactsLocationsModule, DesignModule, Sponsor

SPECIFICATION = REGISTRY / "schema" / "ctgov-api-v2.0.5.openapi.yaml"
MODULES = [import_module(f"{model.__name__}.{info.name}") for info in iter_modules(model.__path__)]


def defined(kind: type) -> dict[str, Any]:
    """The classes of a kind that the model's modules define."""
    return {
        name: value
        for module in MODULES
        for name, value in vars(module).items()
        if isinstance(value, type)
        and issubclass(value, kind)
        and value.__module__ == module.__name__
    }


def specified() -> dict[str, Any]:
    """All schemas of the specification that a study is made of; none if it is not at hand."""
    if not SPECIFICATION.exists():
        return {}
    schemas = yaml.safe_load(SPECIFICATION.read_text("utf-8"))["components"]["schemas"]
    found: dict[str, Any] = {}
    todo = ["Study"]
    while todo:
        name = todo.pop()
        if name not in found:
            found[name] = schemas[name]
            todo += references(schemas[name])
    return found


def references(schema: Any) -> list[str]:
    if isinstance(schema, list):
        return [name for item in schema for name in references(item)]
    if not isinstance(schema, dict):
        return []
    own = [schema["$ref"].rpartition("/")[2]] if "$ref" in schema else []
    return own + references(list(schema.values()))


CLASSES: dict[str, type[ApiObject]] = defined(ApiObject)
ENUMS: dict[str, type[StrEnum]] = defined(StrEnum)
SCHEMAS = specified()
OBJECTS = {name: schema for name, schema in SCHEMAS.items() if schema["type"] == "object"}
CODES = {name: schema["enum"] for name, schema in SCHEMAS.items() if "enum" in schema}

each_class = pytest.mark.parametrize("cls", CLASSES.values(), ids=CLASSES)
each_module = pytest.mark.parametrize(
    "module", MODULES, ids=[module.__name__.rpartition(".")[2] for module in MODULES]
)
needs_specification = pytest.mark.skipif(not SCHEMAS, reason=f"no {SPECIFICATION}")


def python_type(schema: dict[str, Any]) -> Any:
    """The annotation that belongs to a property of the specification."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return CLASSES.get(name) or ENUMS.get(name) or str
    if schema["type"] == "array":
        return GenericAlias(tuple, (python_type(schema["items"]), ...))
    return {"string": str, "integer": int, "number": float, "boolean": bool}[schema["type"]]


def documented(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


# ---- Classes


@each_class
def test_an_object_can_be_made_of_nothing(cls: type[ApiObject]) -> None:
    assert repr(cls()) == f"{cls.__name__}()"


@each_class
def test_an_object_is_frozen(cls: type[ApiObject]) -> None:
    name = attrs.fields(cls)[-1].name
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(cls(), name, None)


@each_class
def test_an_object_has_slots_only(cls: type[ApiObject]) -> None:
    assert not hasattr(cls(), "__dict__")


@each_class
def test_an_object_takes_keywords_only(cls: type[ApiObject]) -> None:
    make: Any = cls
    with pytest.raises(TypeError):
        make("NCT99900000")


@each_class
def test_equal_objects_have_equal_hashes(cls: type[ApiObject]) -> None:
    assert {cls(), cls()} == {cls()}


@each_class
def test_what_is_absent_is_none_or_an_empty_tuple(cls: type[ApiObject]) -> None:
    values = [getattr(cls(), field.name) for field in attrs.fields(cls) if field.name != "extra"]
    assert [value for value in values if value not in (None, ())] == []


def test_objects_are_equal_by_their_values() -> None:
    assert Sponsor(name="Orchard Lane Clinic") == Sponsor(name="Orchard Lane Clinic")


def test_objects_of_different_values_are_not_equal() -> None:
    assert Sponsor(name="Orchard Lane Clinic") != Sponsor(name="Mill Street Clinic")


def test_objects_of_different_classes_are_not_equal() -> None:
    one: ApiObject = Sponsor(name="Ada Quill")
    assert one != Contact(name="Ada Quill")


def test_objects_that_differ_in_what_is_extra_are_not_equal() -> None:
    assert Sponsor(extra={"mood": "fine"}) != Sponsor()


def test_an_object_with_extra_fields_is_hashable() -> None:
    assert len({Sponsor(extra={"mood": ["fine"]}), Sponsor(extra={"mood": ["fine"]})}) == 1


def test_an_object_inside_others_is_part_of_their_hash() -> None:
    names = ("Ada Quill", "Ben Reed", "Ada Quill")
    modules = {ContactsLocationsModule(central_contacts=(Contact(name=name),)) for name in names}
    assert len(modules) == 2


def test_a_repr_shows_only_what_is_present() -> None:
    contact = Contact(name="Ada Quill", phone="555-0100")
    assert repr(contact) == "Contact(name='Ada Quill', phone='555-0100')"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Study(has_results=False), "Study(has_results=False)"),
        (Sponsor(name=""), "Sponsor(name='')"),
        (
            DesignModule(n_ptrs_to_this_exp_acc_nct_id=0),
            "DesignModule(n_ptrs_to_this_exp_acc_nct_id=0)",
        ),
        (Sponsor(extra={"mood": 1}), "Sponsor(extra={'mood': 1})"),
        (DesignModule(phases=(Phase.NA,)), "DesignModule(phases=(<Phase.NA: 'NA'>,))"),
    ],
    ids=repr,
)
def test_a_repr_shows_all_that_is_present(value: ApiObject, expected: str) -> None:
    assert repr(value) == expected


# ---- Documentation


@each_module
def test_a_module_has_a_docstring(module: ModuleType) -> None:
    assert module.__doc__


@each_module
def test_every_class_has_a_docstring(module: ModuleType) -> None:
    tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    assert classes
    assert [node.name for node in classes if not ast.get_docstring(node)] == []


@each_module
def test_every_field_has_a_docstring(module: ModuleType) -> None:
    tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
    bare = [
        f"{node.name}.{ast.unparse(statement.target)}"
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        for statement, after in zip(node.body, [*node.body[1:], ast.Pass()], strict=True)
        if isinstance(statement, ast.AnnAssign)
        and not ast.unparse(statement.annotation).startswith("ClassVar")
        and not documented(after)
    ]
    assert bare == []


# ---- The specification


@pytest.mark.parametrize("name", OBJECTS)
def test_a_class_has_the_fields_of_the_specification(name: str) -> None:
    own = {json_name(field.name) for field in attrs.fields(CLASSES[name])} - {"extra"}
    assert own == OBJECTS[name]["properties"].keys()


@pytest.mark.parametrize("name", OBJECTS)
def test_a_class_has_the_types_of_the_specification(name: str) -> None:
    hints = get_type_hints(CLASSES[name], localns=CLASSES)
    own = {json_name(field.name): hints[field.name] for field in attrs.fields(CLASSES[name])}
    types = {key: python_type(schema) for key, schema in OBJECTS[name]["properties"].items()}
    expected = {
        key: kind if schema.get("type") == "array" else kind | None
        for (key, schema), kind in zip(
            OBJECTS[name]["properties"].items(), types.values(), strict=True
        )
    }
    assert {key: own[key] for key in expected} == expected


@pytest.mark.parametrize("name", CODES)
def test_an_enum_has_the_values_of_the_specification(name: str) -> None:
    assert [member.value for member in ENUMS[name]] == CODES[name]


@pytest.mark.parametrize("name", CODES)
def test_a_member_of_an_enum_is_named_as_its_value(name: str) -> None:
    assert [member for member in ENUMS[name] if member.name != member.value] == []


@needs_specification
def test_there_are_no_classes_beyond_the_specification() -> None:
    assert CLASSES.keys() - {"ApiObject"} == OBJECTS.keys()


@needs_specification
def test_there_are_no_enums_beyond_the_specification() -> None:
    assert ENUMS.keys() == CODES.keys()


@pytest.mark.parametrize("name", [*CLASSES, *ENUMS])
def test_the_package_offers_every_class(name: str) -> None:
    assert getattr(model, name) is (CLASSES | ENUMS)[name]


def test_the_package_offers_nothing_that_is_not_there() -> None:
    with pytest.raises(AttributeError):
        _ = model.Horoscope
