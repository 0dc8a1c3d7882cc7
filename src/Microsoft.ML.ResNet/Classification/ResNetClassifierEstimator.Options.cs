using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.ResNet;

public sealed partial class ResNetClassifierEstimator
{
    /// <summary>
    /// Options of the <see cref="ResNetClassifierEstimator"/>. They are copied when the estimator is made.
    /// </summary>
    /// <remarks>
    /// <c>System.Text.Json</c> writes and reads them, callbacks and cancellation apart: a search space may name them, and
    /// a file keep them. A named architecture is written as its name.
    /// </remarks>
    public sealed partial class Options
    {
        /// <summary>
        /// Name of the label column. A key (of UInt32), as <c>MapValueToKey</c> makes: every image is of one class. A
        /// vector of keys, as <c>MapValueToKey</c> makes of a vector, or a vector of known size of Boolean or Single,
        /// with 1 where a label applies: any number of labels applies to an image. Default: "Label".
        /// </summary>
        public string LabelColumnName { get; set; } = "Label";

        /// <summary>
        /// Name of the image column. Default: "Image". Accepted are MLImage, a byte vector of variable size with the
        /// content of an image file, and a vector of known size of Single or Byte with pixels.
        /// </summary>
        public string ImageColumnName { get; set; } = "Image";

        /// <summary>
        /// Name of a text column, such as the file path, that error messages quote beside the row. Default: null, none.
        /// </summary>
        public string? ImagePathColumnName { get; set; }

        /// <summary>
        /// Name of a column of Single that says how much a row counts in training, at least 0; only ratios matter. Default:
        /// null, all count the same.
        /// </summary>
        public string? ExampleWeightColumnName { get; set; }

        /// <summary>Name of the output column with the class probabilities. Default: "Score".</summary>
        public string ScoreColumnName { get; set; } = "Score";

        /// <summary>
        /// Name of the output column with the most probable class, a key, or with the labels that apply, a vector of
        /// keys. Default: "PredictedLabel".
        /// </summary>
        public string PredictedLabelColumnName { get; set; } = "PredictedLabel";

        /// <summary>
        /// The least probability of a class to be predicted, 0 to 1: where none reaches it, <c>PredictedLabel</c> is
        /// the missing key, 0. Saved with the model; <see cref="ResNetClassifierTransformer.WithUnknownThreshold"/>
        /// changes it. Not used where any number of labels applies. Default: 0, one is always predicted.
        /// </summary>
        public float UnknownThreshold { get; set; }

        /// <summary>
        /// Where any number of labels applies to an image, the least probability of a label to be predicted, 0 to 1.
        /// Saved with the model; <see cref="ResNetClassifierTransformer.WithLabelThreshold"/> changes it. Default: 0.5.
        /// </summary>
        public float LabelThreshold { get; set; } = PredictionRule.DefaultLabelThreshold;

        /// <summary>
        /// The network. Default, also by null: that of the previous model or of <see cref="Pretrained"/>, or else
        /// <see cref="ResNetArchitecture.ResNet20"/>, which is made for images of 32x32.
        /// </summary>
        [AllowNull]
        [JsonIgnore]
        public ResNetArchitecture Architecture
        {
            get => GivenArchitecture ?? ResNetArchitecture.ResNet20;
            set => GivenArchitecture = value;
        }

        /// <summary>
        /// Height of the network's input in pixels, 16 to 8192, or 0 to take it from the column; encoded images are
        /// then brought to 32 for architectures for small images and to 224 for others. Default: 0.
        /// </summary>
        public int ImageHeight { get; set; }

        /// <summary>Width of the network's input in pixels; like <see cref="ImageHeight"/>. Default: 0.</summary>
        public int ImageWidth { get; set; }

        /// <summary>
        /// Height in pixels that images are kept at, of which the network sees parts of
        /// <see cref="ImageHeight"/>: random ones in training, as <see cref="Augmentation"/> says, and the centre in
        /// scoring. At least ImageHeight, at most 8192; for pixels and MLImage it is their own. Default: 0, for
        /// ImageHeight, or for encoded images 8/7 of it (256 for 224) where <see cref="ResNetAugmentationOptions.Crop"/> is
        /// <see cref="ResNetRandomCrop.Resized"/> or <see cref="ResNetRandomCrop.Scaled"/>.
        /// </summary>
        public int StoredHeight { get; set; }

        /// <summary>Width in pixels that images are kept at; like <see cref="StoredHeight"/>. Default: 0.</summary>
        public int StoredWidth { get; set; }

        /// <summary>3 for colour, 1 for gray (luminance). Default: 3.</summary>
        public int ImageChannels { get; set; } = 3;

        /// <summary>
        /// How encoded images are brought to the size that they are kept at (<see cref="StoredHeight"/>), as in
        /// <c>ResizeImages</c>, with a filter that does not alias. The other kinds of image columns are not resized.
        /// Default: crop around the centre.
        /// </summary>
        /// <remarks>
        /// What a crop leaves out is seen neither in training nor in scoring, since parts are taken of what is kept.
        /// <c>IsoPad</c> keeps the whole picture, between black bars, and <c>Fill</c> keeps it distorted. Of photographs
        /// that all have the same shape nothing is left out if they are kept in that shape (4:3 as
        /// <see cref="StoredWidth"/> 342 and <see cref="StoredHeight"/> 256): training then takes parts of all of it,
        /// scoring the centre.
        /// </remarks>
        public ImageResizingEstimator.ResizingKind Resizing { get; set; } = ImageResizingEstimator.ResizingKind.IsoCrop;

        /// <summary>
        /// The order of values in vectors of pixels. Default: <see cref="ResNetPixelLayout.Planar"/>, as <c>ExtractPixels</c>
        /// writes.
        /// </summary>
        public ResNetPixelLayout PixelLayout { get; set; } = ResNetPixelLayout.Planar;

        /// <summary>
        /// What to do with images that are missing or cannot be decoded, in training and in scoring. Default:
        /// <see cref="ResNetBadImagePolicy.Throw"/>.
        /// </summary>
        public ResNetBadImagePolicy BadImages { get; set; } = ResNetBadImagePolicy.Throw;

        /// <summary>Passes over the training set, 1 to 100,000. Default: 30.</summary>
        public int Epochs { get; set; } = 30;

        /// <summary>
        /// Images per mini-batch, 1 to 65,536. Default: null, for the largest of 16, 32 and 64 that gives at least 20
        /// steps an epoch. The paper has 128 (section 4.2).
        /// </summary>
        public int? BatchSize { get; set; }

        /// <summary>
        /// Mini-batches whose gradients make one step of descent, 1 to 1024: for the gradient of more images than
        /// memory holds. A step then has <see cref="BatchSize"/> times as many images, its gradient is that of the mean
        /// over all of them, and the learning rate that is in proportion to the batch size counts them all; batch
        /// normalisation still sees one mini-batch at a time. Training ends, or is cancelled, between steps. Default: 1.
        /// </summary>
        public int AccumulationSteps { get; set; } = 1;

        /// <summary>
        /// The highest learning rate of the schedule; positive. Default: null, for a rate in proportion to the batch
        /// size. At 128 images it is 0.05 for architectures for large images and 0.1 for those for small ones, as in
        /// the paper; for the latter 0.3 with <see cref="ResNetLearningRateSchedule.OneCycle"/> and
        /// <see cref="ResNetLearningRateSchedule.WarmupCosine"/>.
        /// </summary>
        public float? LearningRate { get; set; }

        /// <summary>How the learning rate changes. Default: <see cref="ResNetLearningRateSchedule.OneCycle"/>.</summary>
        public ResNetLearningRateSchedule Schedule { get; set; } = ResNetLearningRateSchedule.OneCycle;

        /// <summary>
        /// The part of training in which the learning rate rises: 0 to below 1. Default: null, for what suits the
        /// schedule: 0.2 for <see cref="ResNetLearningRateSchedule.OneCycle"/>, 0.05 for
        /// <see cref="ResNetLearningRateSchedule.WarmupCosine"/>, 0 for the others.
        /// </summary>
        public float? WarmupFraction { get; set; }

        /// <summary>
        /// For <see cref="ResNetLearningRateSchedule.Step"/>: the parts of training after which the learning rate is
        /// multiplied by
        /// <see cref="StepFactor"/>; rising, each 0 to 1. Default: 0.5, 0.75, the paper's.
        /// </summary>
        public IReadOnlyList<float> StepMilestones { get; set; } = [0.5f, 0.75f];

        /// <summary>What the learning rate is multiplied by at a milestone: above 0, at most 1. Default: 0.1.</summary>
        public float StepFactor { get; set; } = 0.1f;

        /// <summary>Momentum of stochastic gradient descent: 0 to below 1. Default: 0.9.</summary>
        public float Momentum { get; set; } = 0.9f;

        /// <summary>Whether momentum looks ahead (Nesterov); the paper's does not. Default: true.</summary>
        public bool Nesterov { get; set; } = true;

        /// <summary>
        /// The Euclidean norm of the gradient over all weights that longer ones are shortened to before a step (Pascanu
        /// et al. 2013), positive, or 0 for none. Default: 0.
        /// </summary>
        public float MaximumGradientNorm { get; set; }

        /// <summary>
        /// Decay of an exponential moving average of weights and running statistics, 0 for none, below 1: after every
        /// step the average moves by 1 - decay towards the weights; at step t, from 0, by 1 - (1 + t) / (10 + t) at
        /// least. The average is validated, and is the trained model. 0.99 to 0.9999 suit, the more the longer the
        /// training; it gains most where the learning rate does not fall to 0. Default: 0.
        /// </summary>
        public float MovingAverageDecay { get; set; }

        /// <summary>The L2 penalty, at least 0; the paper has 1e-4. Default: 5e-4.</summary>
        public float WeightDecay { get; set; } = 5e-4f;

        /// <summary>
        /// Whether weight decay also acts on batch normalisation and the head's bias, as in the paper. Default: false.
        /// </summary>
        public bool DecayBatchNorm { get; set; }

        /// <summary>
        /// Whether the last batch normalisation of every block starts at scale 0, so that a block starts as its
        /// shortcut. Default: false, the paper's.
        /// </summary>
        public bool ZeroInitLastGamma { get; set; }

        /// <summary>
        /// The weights that are the start of training: those of an installed package, as
        /// <see cref="ResNetPretrainedWeights.ImageNetResNet18"/>, or a file, also by its path alone
        /// (<c>Pretrained = "resnet50.pth"</c>): safetensors, PyTorch or ONNX, as its content says. The network is theirs;
        /// <see cref="Architecture"/> need not be set. Their last layer is kept if it has as many outputs as there are
        /// classes, which are then taken to be the same in the same order, and else is replaced. Default: null, none.
        /// </summary>
        public ResNetPretrainedWeights? Pretrained { get; set; }

        /// <summary>
        /// How images are normalised. Default: null, for what the previous model has; or else, with
        /// <see cref="Pretrained"/>, for what the file says or <see cref="ResNetPixelNormalization.ImageNet"/> (gray:
        /// its mean over the channels); or else for mean and standard deviation of the training set.
        /// </summary>
        public ResNetPixelNormalization? Normalization { get; set; }

        /// <summary>
        /// How many stages, counted from the image, stay as they were learned before, the stem included: 0 for none,
        /// <see cref="ResNetArchitecture.StageDepths"/>' count for all but the head. Frozen stages compute as in
        /// scoring (batch normalisation by its running statistics, which stay too), nothing is computed back through
        /// them, and a step takes less time and memory. Needs a previous model or <see cref="Pretrained"/>.
        /// Default: 0.
        /// </summary>
        public int FrozenStages { get; set; }

        /// <summary>
        /// The head's learning rate as a multiple of the schedule's, positive: above 1 for a new head on a network that
        /// has learned before. Default: 1.
        /// </summary>
        public float HeadLearningRateFactor { get; set; } = 1;

        /// <summary>
        /// A stage's learning rate as a part of that of the stage after it, the last stage having the schedule's and
        /// the stem coming before the first: above 0, at most 1 (discriminative fine-tuning, Howard and Ruder 2018,
        /// section 3.2). Default: 1, the same for all.
        /// </summary>
        public float StageLearningRateDecay { get; set; } = 1;

        /// <summary>
        /// The probability that an iteration leaves out the residual function of the last block, 0 to below 1; those
        /// before it are left out less often, in proportion to their depth, and are not computed then. It regularises
        /// very deep networks and makes their training faster: by a quarter at 0.5, the value for networks of 110
        /// layers (Huang et al. 2016, <i>Deep Networks with Stochastic Depth</i>). Default: 0.
        /// </summary>
        public float StochasticDepth { get; set; }

        /// <summary>The part of the target that is spread over all classes: 0 to below 1. Default: 0.</summary>
        public float LabelSmoothing { get; set; }

        /// <summary>
        /// How much the images of a class count: for classes of different sizes. Default:
        /// <see cref="ResNetClassWeights.None"/>.
        /// </summary>
        public ResNetClassWeights ClassWeights { get; set; } = ResNetClassWeights.None;

        /// <summary>
        /// mixup (Zhang et al. 2017): every training image becomes a mixture of itself and another one of its
        /// mini-batch, and its target one of their labels. The part is drawn from Beta(alpha, alpha): 0 (no mixup) to
        /// 100; usual are 0.1 to 1. It takes more epochs to pay. With <see cref="CutMixAlpha"/> as well, chance decides
        /// for every image which of the two is done. Default: 0.
        /// </summary>
        /// <remarks>
        /// Training loss and accuracy are then those of the mixed images, and not comparable with the validation's: an
        /// image counts as correct if the class that it shows most of is found.
        /// </remarks>
        public float MixupAlpha { get; set; }

        /// <summary>
        /// cutmix (Yun et al. 2019): a box of every training image is replaced by the same part of another one of its
        /// mini-batch, and its target has the labels by their areas. The area that stays is drawn from Beta(alpha,
        /// alpha): 0 (no cutmix) to 100; usual is 1. See <see cref="MixupAlpha"/>. Default: 0.
        /// </summary>
        public float CutMixAlpha { get; set; }

        /// <summary>
        /// Pixels by which training images are padded before a random crop: 0 (no crop) to 1024. Default: null, for
        /// an eighth of the smaller side, which for 32x32 is the paper's 4, or half of that in trainings below 40
        /// epochs.
        /// </summary>
        public int? CropPadding { get; set; }

        /// <summary>
        /// Random parts, colours and erasing of training images. Default: crops padded by <see cref="CropPadding"/>, and
        /// nothing else.
        /// </summary>
        public ResNetAugmentationOptions Augmentation { get; set; } = new();

        /// <summary>Whether training images are mirrored left to right at random. Default: true.</summary>
        public bool HorizontalFlip { get; set; } = true;

        /// <summary>
        /// Which views of an image the trained model scores; validation during training sees the centre alone. Default:
        /// <see cref="ResNetTestTimeAugmentation.None"/>.
        /// </summary>
        public ResNetTestTimeAugmentation TestTimeAugmentation { get; set; } = ResNetTestTimeAugmentation.None;

        /// <summary>
        /// The part of the training data that is set aside for validation, equally from every class: 0 to below 1. Not
        /// used when
        /// <c>Fit</c> is given a validation set. Default: 0.
        /// </summary>
        public float ValidationFraction { get; set; }

        /// <summary>
        /// What training computes with, and the model scores with. <see cref="ResNetPrecision.BFloat16"/> takes about half
        /// the memory and is faster on CPUs with instructions for it; on others the log warns that it is slower.
        /// Default: <see cref="ResNetPrecision.Float32"/>.
        /// </summary>
        public ResNetPrecision Precision { get; set; } = ResNetPrecision.Float32;

        /// <summary>
        /// Decides initial weights, order, augmentation and the split; null to take it from the
        /// <see cref="MLContext"/>. The same seed gives the same weights, whatever the number of threads, unless time
        /// ends the training (<see cref="CancellationToken"/>): how far it comes differs from run to run. Default: null.
        /// </summary>
        public int? Seed { get; set; }

        /// <summary>Threads for decoding and training, 1 to 1024, or 0 for one per CPU. Default: 0.</summary>
        public int NumberOfThreads { get; set; }

        /// <summary>
        /// Megabytes that the decoded images of a set may take in memory, at least 0; a larger set goes to a temporary
        /// file in
        /// <see cref="MLContext.TempFilePath"/>, which is gone when training ends, however it ends. Default: 2048.
        /// </summary>
        /// <remarks>
        /// The file is mapped to memory; the images of the next mini-batch are read while the network trains on the present
        /// one. On Linux and macOS the process keeps about 64 MB of it (and two mini-batches) at a time, so that its peak is
        /// this many megabytes while the images are read and what the network needs while it trains. What else of the file is
        /// in memory is the system's cache, which is given up when something else needs the memory.
        /// </remarks>
        public int PixelStoreMemoryMB { get; set; } = 2048;

        /// <summary>Sets what a recipe says; what is set afterwards wins.</summary>
        /// <param name="recipe">The recipe.</param>
        /// <returns>These options.</returns>
        public Options Apply(ResNetRecipe recipe)
        {
            ArgumentNullException.ThrowIfNull(recipe);
            recipe.ApplyTo(this);
            return this;
        }

        /// <summary>The network that was asked for; null for none.</summary>
        [JsonInclude]
        [JsonPropertyName(nameof(Architecture))]
        internal ResNetArchitecture? GivenArchitecture { get; set; }

        internal Options Copy()
        {
            var copy = (Options)MemberwiseClone();
            copy.Augmentation = Augmentation?.Copy()!;
            copy.EarlyStopping = EarlyStopping is null ? null : new ResNetEarlyStopping
            {
                Metric = EarlyStopping.Metric,
                Patience = EarlyStopping.Patience,
                MinimumImprovement = EarlyStopping.MinimumImprovement,
            };
            copy.StepMilestones = StepMilestones is null ? null! : [.. StepMilestones];
            return copy;
        }
    }
}
