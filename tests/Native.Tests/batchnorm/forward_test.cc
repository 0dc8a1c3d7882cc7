#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <tuple>

#include "batchnorm/reference.h"
#include "support/context.h"
#include "support/guarded.h"
#include "support/random.h"

namespace resnet {
namespace {

constexpr float kBatchNormEpsilon = 1e-5f;

// One training call with all its operands.
template <class T>
struct Train {
  Train(int64_t row_count, int32_t channel_count, float low, float high)
      : rows(row_count),
        channels(channel_count),
        random(static_cast<uint64_t>(row_count * 131 + channel_count)),
        x(random.Elements<T>(rows * channels, low, high)),
        residual(random.Elements<T>(rows * channels)),
        gamma(random.Floats(channels, -2, 2)),
        beta(random.Floats(channels)),
        running_mean(random.Floats(channels)),
        running_variance(random.Floats(channels, 0, 2)),
        saved_mean(channels),
        saved_inv_std(channels),
        y(rows * channels) {}

  void Run(rn_context* context, bool add, bool relu, float momentum = 0.1f) {
    EXPECT_OK(rn_batch_norm_train(context, rows, channels, kBatchNormEpsilon, momentum, In(x), In(gamma), In(beta),
                                  add ? In(residual) : kNoIn, relu, Out(running_mean), Out(running_variance),
                                  Out(saved_mean), Out(saved_inv_std), Out(y)));
  }

  Doubles X() const { return ToDoubles(x.ToVector()); }
  Doubles Residual(bool add) const { return add ? ToDoubles(residual.ToVector()) : Doubles(); }

  int64_t rows;
  int32_t channels;
  Random random;
  Guarded<T> x, residual;
  Guarded<float> gamma, beta, running_mean, running_variance, saved_mean, saved_inv_std;
  Guarded<T> y;
};

class BatchNormTest : public PerIsa {};
RESNET_PER_ISA(BatchNormTest);

template <class T>
void ExpectTrained(const Train<T>& train, const BatchNormReference& reference, bool add, bool relu) {
  std::vector<Expected> mean, inv_std;
  for (int32_t c = 0; c < train.channels; ++c) {
    mean.push_back({reference.mean[c], reference.mean_error[c]});
    inv_std.push_back({reference.InvStd(c), reference.InvStd(c) * reference.RelativeInvStdError(c)});
  }
  ExpectClose(train.saved_mean, mean, "saved_mean");
  ExpectClose(train.saved_inv_std, inv_std, "saved_inv_std");
  ExpectClose(train.y,
              reference.Output(train.X(), ToDoubles(train.gamma.ToVector()), ToDoubles(train.beta.ToVector()),
                               train.Residual(add), relu),
              "y");
}

TEST_P(BatchNormTest, TrainMatchesTheDefinition) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (int32_t channels : {1, 2, 3, 15, 16, 17, 33, 64, 100, 129, 513}) {
      for (int64_t rows : {2, 3, 15, 16, 17, 100, 257}) {
        for (bool add : {false, true}) {
          const bool relu = (rows + channels) % 2 == 0;
          SCOPED_TRACE(testing::Message() << rows << " rows, " << channels << " channels");
          Train<T> train(rows, channels, -3, 5);
          train.Run(context, add, relu);
          ExpectTrained(train, BatchNormReference(rows, channels, train.X()), add, relu);
          if (HasFailure()) return;
        }
      }
    }
  });
}

TEST_P(BatchNormTest, TrainOverManyChunks) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (const auto& [rows, channels] :
         {std::pair<int64_t, int32_t>{70001, 3}, {9999, 17}, {300, 2048}, {5000, 64}}) {
      SCOPED_TRACE(testing::Message() << rows << " rows, " << channels << " channels");
      Train<T> train(rows, channels, -3, 5);
      train.Run(context, true, true);
      ExpectTrained(train, BatchNormReference(rows, channels, train.X()), true, true);
    }
  });
}

TEST_P(BatchNormTest, RunningStatisticsFollowTheUnbiasedVariance) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (float momentum : {0.0f, 0.1f, 1.0f}) {
      Train<T> train(6, 17, -1, 1);
      const BatchNormReference reference(6, 17, train.X());
      std::vector<Expected> mean, variance;
      for (int32_t c = 0; c < 17; ++c) {
        const double old_mean = train.running_mean[c], old_variance = train.running_variance[c];
        const double unbiased = reference.variance[c] * 6 / 5;
        mean.push_back({old_mean + momentum * (reference.mean[c] - old_mean),
                        reference.mean_error[c] + 4 * kEpsilon * (std::abs(old_mean) + 1)});
        variance.push_back({old_variance + momentum * (unbiased - old_variance),
                            reference.variance_error[c] * 2 + 4 * kEpsilon * (old_variance + unbiased)});
      }
      train.Run(context, false, false, momentum);
      ExpectClose(train.running_mean, mean, "running_mean");
      ExpectClose(train.running_variance, variance, "running_variance");
    }
  });
}

// With a mean of 10^5 deviations, E[x^2] - E[x]^2 in float would be noise.
TEST_P(BatchNormTest, LargeMeansDoNotCancel) {
  const TestContext context(2, GetParam());
  Train<float> train(20000, 16, 99999, 100001);
  train.Run(context, false, false);
  const BatchNormReference reference(20000, 16, train.X());
  ExpectTrained(train, reference, false, false);
  EXPECT_LT(reference.RelativeInvStdError(0), 1e-4);
}

// The rows from which the shift is computed differ completely from the other rows.
TEST_P(BatchNormTest, UnrepresentativeFirstRows) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    Train<T> train(10000, 5, -1, 1);
    for (int64_t i = 0; i < 256 * 5; ++i) train.x[i] = ToElement<T>(ToFloat(train.x[i]) + 1000);
    train.Run(context, false, false);
    ExpectTrained(train, BatchNormReference(10000, 5, train.X(), 16), false, false);
  });
}

TEST_P(BatchNormTest, ConstantChannelsBecomeBeta) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    Train<T> train(1000, 3, 1, 2);
    for (int64_t i = 0; i < 3000; ++i)
      train.x[i] = ToElement<T>(i % 3 == 0 ? 0.1f : i % 3 == 1 ? -12345.678f : 0.0f);
    train.Run(context, false, false);
    for (int64_t i = 0; i < 3000; ++i)
      ASSERT_NEAR(ToFloat(train.y[i]), train.beta[i % 3], 1e-6 + kElementRounding<T>);
  });
}

TEST_P(BatchNormTest, NanAndInfinityStayInTheirChannel) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
      Train<T> train(40, 3, -1, 1);
      train.x[31 * 3 + 1] = ToElement<T>(bad);
      train.Run(context, true, true);
      for (int64_t i = 0; i < 120; ++i) ASSERT_EQ(std::isnan(ToFloat(train.y[i])), i % 3 == 1) << i;
    }
  });
}

TEST_P(BatchNormTest, TrainInPlace) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    Train<T> apart(500, 17, -1, 1), in_place(500, 17, -1, 1);
    apart.Run(context, true, true);
    EXPECT_OK(rn_batch_norm_train(context, 500, 17, kBatchNormEpsilon, 0.1f, In(in_place.x), In(in_place.gamma),
                                  In(in_place.beta), In(in_place.residual), 1, Out(in_place.running_mean),
                                  Out(in_place.running_variance), Out(in_place.saved_mean),
                                  Out(in_place.saved_inv_std), Out(in_place.x)));
    EXPECT_TRUE(SameBits(apart.y, in_place.x));
  });
}

TEST_P(BatchNormTest, TrainHasTheSameBitsAtAnyThreadCount) {
  ForEachElementType([&](auto element) {
    ExpectSameAtAnyThreadCount(GetParam(), [](rn_context* context) {
      Train<decltype(element)> train(20011, 17, -1, 3);
      train.Run(context, true, true);
      return Joined(train.y, train.saved_mean, train.saved_inv_std, train.running_mean, train.running_variance);
    });
  });
}

TEST_P(BatchNormTest, InferMatchesTheDefinition) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (int32_t channels : {1, 3, 15, 16, 17, 100, 600}) {
      for (int64_t rows : {1, 2, 31, 1000}) {
        for (int mode = 0; mode < 4; ++mode) {
          const bool add = (mode & 1) != 0, relu = (mode & 2) != 0;
          Train<T> train(rows, channels, -3, 5);
          EXPECT_OK(rn_batch_norm_infer(context, rows, channels, kBatchNormEpsilon, In(train.x), In(train.gamma),
                                        In(train.beta), In(train.running_mean), In(train.running_variance),
                                        add ? In(train.residual) : kNoIn, relu, Out(train.y)));
          BatchNormReference reference(rows, channels, train.X());
          reference.mean = ToDoubles(train.running_mean.ToVector());
          reference.variance = ToDoubles(train.running_variance.ToVector());
          reference.epsilon = kBatchNormEpsilon;
          std::fill(reference.mean_error.begin(), reference.mean_error.end(), 0);
          std::fill(reference.variance_error.begin(), reference.variance_error.end(), 0);
          ExpectClose(train.y,
                      reference.Output(train.X(), ToDoubles(train.gamma.ToVector()),
                                       ToDoubles(train.beta.ToVector()), train.Residual(add), relu),
                      "y");
          if (HasFailure()) return;
          const std::vector<T> apart = train.y.ToVector();
          EXPECT_OK(rn_batch_norm_infer(context, rows, channels, kBatchNormEpsilon, In(train.x), In(train.gamma),
                                        In(train.beta), In(train.running_mean), In(train.running_variance),
                                        add ? In(train.residual) : kNoIn, relu, Out(train.x)));
          EXPECT_TRUE(SameBits(train.x, apart)) << "in place";
        }
      }
    }
  });
}

}  // namespace
}  // namespace resnet
