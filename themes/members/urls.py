from django.urls import path

from themes.members import views

THEME = "<slug:unit>/betrokkenen/<slug:plan>/<slug:theme>"

urlpatterns = [
    path("<slug:unit>/betrokkenen/", views.MembersView.as_view(), name="members"),
    path(f"{THEME}/toevoegen/", views.MemberAddView.as_view(), name="member-add"),
    path(f"{THEME}/<int:user>/weghalen/", views.MemberRemoveView.as_view(), name="member-remove"),
]
