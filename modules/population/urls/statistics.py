"""``statistik/`` below ``/kantor/``."""

from django.urls import path

from modules.population.views.statistics import office, settings

patterns = [
    path("statistik/", office.StatisticsView.as_view(), name="statistics"),
    path("statistik/rentang-umur/", settings.BandsView.as_view(), name="statistics_bands"),
    path("statistik/rentang-umur/baku/", settings.StandardBandsView.as_view(), name="statistics_bands_standard"),
    path("statistik/terbit/", settings.PublishView.as_view(), name="statistics_publish"),
    path("statistik/<slug:category>/", office.CategoryView.as_view(), name="statistic"),
    path("statistik/<slug:category>/unduh.<slug:format>", office.DownloadView.as_view(), name="statistics_download"),
    path("statistik/<slug:category>/tren/", office.TrendView.as_view(), name="statistics_trend"),
    path(
        "statistik/<slug:category>/tren.<slug:format>",
        office.TrendDownloadView.as_view(),
        name="statistics_trend_download",
    ),
]
