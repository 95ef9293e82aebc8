"""The confusion panel, as a person reads it."""


def test_the_confusion_panel_counts_the_rows_that_the_predictions_get_right(finished):
    finished.page.wait_for_function(
        """() => {
            const plot = document.querySelector('[data-figure=confusion_chart]');
            const counts = plot && plot.data && plot.data[0].text.map(row => row.map(Number));
            return counts && counts[0][0] === 4 && counts[1][1] === 5 && counts[0][1] + counts[1][0] === 0;
        }"""
    )
