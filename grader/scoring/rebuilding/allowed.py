"""Lists the Keras classes and functions that a model may be rebuilt from.

Only what computes with numbers: nothing here runs code from a config, reads a file or holds a
vocabulary.
"""

from __future__ import annotations


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


LAYERS = _names(
    """
    InputLayer Dense EinsumDense Embedding Identity
    Conv1D Conv2D Conv3D Conv1DTranspose Conv2DTranspose Conv3DTranspose
    SeparableConv1D SeparableConv2D DepthwiseConv1D DepthwiseConv2D
    MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D AveragePooling2D AveragePooling3D
    GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D
    GlobalAveragePooling1D GlobalAveragePooling2D GlobalAveragePooling3D
    Flatten Reshape Permute RepeatVector Masking
    ZeroPadding1D ZeroPadding2D ZeroPadding3D Cropping1D Cropping2D Cropping3D
    UpSampling1D UpSampling2D UpSampling3D
    Dropout SpatialDropout1D SpatialDropout2D SpatialDropout3D AlphaDropout GaussianDropout
    GaussianNoise ActivityRegularization
    BatchNormalization LayerNormalization GroupNormalization UnitNormalization RMSNormalization
    SpectralNormalization Normalization Rescaling Resizing CenterCrop
    RandomFlip RandomRotation RandomTranslation RandomZoom RandomContrast RandomBrightness
    RandomCrop
    Activation ReLU LeakyReLU PReLU ELU Softmax
    LSTM GRU SimpleRNN RNN LSTMCell GRUCell SimpleRNNCell StackedRNNCells ConvLSTM1D ConvLSTM2D
    Bidirectional TimeDistributed
    Add Subtract Multiply Average Maximum Minimum Concatenate Dot
    Attention AdditiveAttention MultiHeadAttention
    """
)
"""Classes of `keras.layers`."""

MODELS = {"Sequential": "keras", "Functional": "keras.src.models.functional"}
"""Model classes, which may be nested, and the module that Keras finds each in."""

OPERATIONS = {
    **dict.fromkeys(
        _names("""
        Absolute Add Amax Amin Clip Concatenate Divide Exp ExpandDims Log Log1p Max Maximum Mean Min
        Minimum Multiply Negative Power Reciprocal Reshape Sqrt Square Squeeze Stack Subtract Sum
        Tanh Transpose TrueDivide
        """),
        "keras.src.ops.numpy",
    ),
    **dict.fromkeys(
        _names(
            "Elu Gelu HardSigmoid LeakyRelu LogSoftmax Relu Relu6 Selu Sigmoid Silu Softmax "
            "Softplus Softsign"
        ),
        "keras.src.ops.nn",
    ),
    "Cast": "keras.src.ops.core",
}
"""Operations that a functional model may use between layers (`x / 255`), and the module of each."""

PARTS = {
    "DTypePolicy": "keras",
    "L1": "keras.regularizers",
    "L2": "keras.regularizers",
    "L1L2": "keras.regularizers",
    "OrthogonalRegularizer": "keras.regularizers",
    "SeedGenerator": "keras.random",
}
"""What a layer's config may hold beside numbers, names and other layers."""

BEGINNINGS = {
    **dict.fromkeys(
        _names("""
        Constant Zeros Ones Identity Orthogonal
        RandomNormal RandomUniform TruncatedNormal VarianceScaling
        GlorotNormal GlorotUniform HeNormal HeUniform LecunNormal LecunUniform
        """),
        "keras.initializers",
    ),
    **dict.fromkeys(_names("MaxNorm MinMaxNorm NonNeg UnitNorm"), "keras.constraints"),
}
"""What decides a layer's first weights and keeps them within bounds: for a model that is
trained.
"""

ACTIVATIONS = _names(
    """
    linear relu relu6 leaky_relu elu selu gelu celu silu swish mish sigmoid hard_sigmoid log_sigmoid
    hard_silu hard_swish hard_tanh tanh tanh_shrink softmax log_softmax softplus softsign
    soft_shrink hard_shrink squareplus exponential glu sparse_plus sparse_sigmoid sparsemax
    threshold
    """
)

LOSSES = _names(
    """
    mean_squared_error mean_absolute_error mean_absolute_percentage_error
    mean_squared_logarithmic_error
    categorical_crossentropy sparse_categorical_crossentropy binary_crossentropy
    categorical_focal_crossentropy binary_focal_crossentropy
    kl_divergence poisson hinge squared_hinge categorical_hinge huber log_cosh cosine_similarity
    """
)

LOSS_ALIASES = {
    "mse": "mean_squared_error",
    "mae": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error",
    "msle": "mean_squared_logarithmic_error",
    "bce": "binary_crossentropy",
    "kld": "kl_divergence",
    "kullback_leibler_divergence": "kl_divergence",
    "logcosh": "log_cosh",
    "log_loss": "categorical_crossentropy",
}
"""Other names of the same losses; `log_loss` is what scikit-learn calls it."""
