from domain.reforms import readable


def test_a_reform_without_a_title_is_named_by_its_id() -> None:
    assert readable("electricity_tariffs") == "Electricity tariffs"
