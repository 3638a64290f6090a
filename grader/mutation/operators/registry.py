"""Lists every operator, by what it changes."""

from __future__ import annotations

from grader.mutation.draft import NotebookDraft
from grader.mutation.operators import data, networks, shown, training, variants
from grader.mutation.operators.operator import Operator
from grader.mutation.trainings import Answered, Training

OF_TRAININGS: tuple[Operator[Training], ...] = (
    networks.no_hidden_layer,
    networks.another_hidden_layer,
    networks.fewer_units,
    networks.linear_activation,
    networks.other_activation,
    networks.softmax_missing,
    networks.wrong_output_units,
    networks.dropout_missing,
    networks.pooling_missing,
    training.fewer_epochs,
    training.other_optimizer,
    training.tiny_learning_rate,
    training.huge_learning_rate,
    training.wrong_loss,
    training.larger_batches,
    training.frozen_weights,
    training.not_compiled,
    training.not_trained,
    training.not_validated,
    training.validated_on_training_data,
    data.half_the_data,
    data.hundredth_of_the_data,
    data.labels_shuffled,
    data.last_class_missing,
    data.trained_on_test,
    data.trained_on_everything,
    data.unscaled_inputs,
    shown.matrix_missing,
    shown.matrix_of_another_model,
    shown.matrix_invented,
    shown.curves_missing,
    shown.curves_of_another_training,
    shown.summary_missing,
    shown.evaluation_missing,
    shown.metrics_invented,
)
"""What makes one training of the solution wrong, or what is shown of it."""
OF_QUESTIONS: tuple[Operator[Answered], ...] = (shown.answer_missing,)
OF_NOTEBOOKS: tuple[Operator[NotebookDraft], ...] = (
    shown.curves_of_training_alone,
    shown.does_not_run,
)
VARIANTS: tuple[Operator[NotebookDraft], ...] = (
    variants.renamed,
    variants.functional_api,
    variants.layers_added,
    variants.built_by_functions,
    variants.other_scaling,
    variants.other_seed,
    variants.split_cells,
    variants.joined_cells,
    variants.keyword_arguments,
    variants.objects_for_names,
    variants.remarks_added,
    variants.quiet_training,
    variants.histories_as_tables,
)
"""What leaves it right."""
