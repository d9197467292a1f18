from nhveilig.regions.models import Municipality

PAGE = "/kaart/noord-holland/"


def test_the_page_shows_the_map_and_the_table(staff):
    response = staff.get(PAGE)

    page = response.content.decode()
    assert response.status_code == 200
    assert 'class="chart map map-tiles"' in page
    assert "32 gemeenten: 16 in Noord-Holland Noord" in page
    assert '<th scope="row">Alkmaar</th><td class="words">Noord-Holland Noord</td>' in page


def test_the_table_is_to_be_had_as_csv(staff):
    response = staff.get(f"{PAGE}gemeenten.csv")

    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Gemeente;niveau;soort;Veiligheidsregio")
    assert len(lines) == 33


def test_another_eenheid_is_not_there(staff):
    assert staff.get("/kaart/noord-nederland/").status_code == 404


def test_without_municipalities_the_page_says_so(staff):
    Municipality.objects.update(valid_from=None, valid_until="2000-01-01")

    assert "nog geen gemeenten ingevoerd" in staff.get(PAGE).content.decode()


def test_the_page_takes_a_fixed_number_of_queries(staff, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        staff.get(PAGE)


def test_a_mayor_finds_the_own_municipality(log_in, staff):
    page = log_in("burgemeester").get(PAGE).content.decode()
    assert page.count('class="map-own"') == 1
    assert "Uw gemeente: Alkmaar" in page
    assert '<th scope="row">Alkmaar (uw gemeente)</th>' in page
    assert "own:" not in page
    for_others = staff.get(PAGE).content.decode()
    assert "map-own" not in for_others
    assert "uw gemeente" not in for_others.lower().replace("zoek uw gemeente", "")
