#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "batchnorm/reference.h"
#include "support/context.h"
#include "support/guarded.h"
#include "support/random.h"

namespace resnet {
namespace {

template <class T>
struct Backward {
  Backward(int64_t row_count, int32_t channel_count)
      : rows(row_count),
        channels(channel_count),
        random(static_cast<uint64_t>(row_count * 17 + channel_count)),
        x(random.Elements<T>(rows * channels, -2, 3)),
        y(random.Elements<T>(rows * channels)),
        dy(random.Elements<T>(rows * channels)),
        gamma(random.Floats(channels, -2, 2)),
        beta(random.Floats(channels)),
        mean(random.Floats(channels)),
        inv_std(random.Floats(channels, 0.5f, 2)),
        dx(rows * channels),
        dresidual(rows * channels),
        dgamma(channels),
        dbeta(channels) {
    for (int64_t i = 0; i < rows * channels; i += 7) y[i] = T{};  // clipped by the ReLU
  }

  void Run(rn_context* context, bool relu, rn_buffer dx_out, rn_buffer dresidual_out) {
    EXPECT_OK(rn_batch_norm_backward(context, rows, channels, In(x), relu ? In(y) : kNoIn, In(dy), In(gamma),
                                     In(beta), In(mean), In(inv_std), relu, dx_out, dresidual_out, Out(dgamma),
                                     Out(dbeta)));
  }

  BatchNormGradients Reference(bool relu) const {
    return BatchNormGradients(rows, channels, ToDoubles(x.ToVector()), relu ? ToDoubles(y.ToVector()) : Doubles(),
                              ToDoubles(dy.ToVector()), ToDoubles(gamma.ToVector()), ToDoubles(mean.ToVector()),
                              ToDoubles(inv_std.ToVector()));
  }

  int64_t rows;
  int32_t channels;
  Random random;
  Guarded<T> x, y, dy;
  Guarded<float> gamma, beta, mean, inv_std;
  Guarded<T> dx, dresidual;
  Guarded<float> dgamma, dbeta;
};

class BatchNormBackwardTest : public PerIsa {};
RESNET_PER_ISA(BatchNormBackwardTest);

template <class T>
void ExpectMatches(rn_context* context, int64_t rows, int32_t channels, bool relu, bool residual) {
  SCOPED_TRACE(testing::Message() << rows << " rows, " << channels << " channels");
  Backward<T> backward(rows, channels);
  backward.Run(context, relu, Out(backward.dx), residual ? Out(backward.dresidual) : kNoOut);
  const BatchNormGradients reference = backward.Reference(relu);
  ExpectClose(backward.dx, reference.dx, "dx");
  ExpectClose(backward.dgamma, reference.dgamma, "dgamma");
  ExpectClose(backward.dbeta, reference.dbeta, "dbeta");
  if (residual) ExpectClose(backward.dresidual, reference.dresidual, "dresidual");
}

TEST_P(BatchNormBackwardTest, MatchesTheFormula) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (int32_t channels : {1, 2, 3, 15, 16, 17, 64, 100, 129, 513}) {
      for (int64_t rows : {1, 2, 3, 16, 17, 100, 257}) {
        ExpectMatches<T>(context, rows, channels, rows % 2 == 0, channels % 2 == 0);
        ExpectMatches<T>(context, rows, channels, channels % 3 == 0, rows % 3 == 0);
        if (HasFailure()) return;
      }
    }
  });
}

TEST_P(BatchNormBackwardTest, OverManyChunks) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    ExpectMatches<T>(context, 70001, 3, true, true);
    ExpectMatches<T>(context, 9999, 17, true, false);
    ExpectMatches<T>(context, 300, 2048, false, true);
    ExpectMatches<T>(context, 5000, 64, true, true);
  });
}

TEST_P(BatchNormBackwardTest, InPlace) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (bool relu : {false, true}) {
      Backward<T> apart(700, 17), dx_in_place(700, 17), dresidual_in_place(700, 17), both_in_place(700, 17);
      apart.Run(context, relu, Out(apart.dx), Out(apart.dresidual));
      dx_in_place.Run(context, relu, Out(dx_in_place.dy), Out(dx_in_place.dresidual));
      EXPECT_TRUE(SameBits(dx_in_place.dy, apart.dx));
      EXPECT_TRUE(SameBits(dx_in_place.dresidual, apart.dresidual));
      dresidual_in_place.Run(context, relu, Out(dresidual_in_place.dx), Out(dresidual_in_place.dy));
      EXPECT_TRUE(SameBits(dresidual_in_place.dx, apart.dx));
      EXPECT_TRUE(SameBits(dresidual_in_place.dy, apart.dresidual));
      both_in_place.Run(context, relu, Out(both_in_place.x), Out(both_in_place.dy));
      EXPECT_TRUE(SameBits(both_in_place.x, apart.dx));
      EXPECT_TRUE(SameBits(both_in_place.dy, apart.dresidual));
    }
  });
}

TEST_P(BatchNormBackwardTest, SameBitsAtAnyThreadCount) {
  ForEachElementType([&](auto element) {
    ExpectSameAtAnyThreadCount(GetParam(), [](rn_context* context) {
      Backward<decltype(element)> backward(20011, 17);
      backward.Run(context, true, Out(backward.dx), Out(backward.dresidual));
      return Joined(backward.dx, backward.dresidual, backward.dgamma, backward.dbeta);
    });
  });
}

// Without y, the gate is recomputed from x with exactly the bits of the forward pass.
TEST_P(BatchNormBackwardTest, RecomputesTheGateFromX) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (int32_t channels : {1, 16, 17, 100, 600}) {
      Backward<T> kept(700, channels), found(700, channels);
      const Guarded<float> running_mean(channels), running_variance(channels);
      EXPECT_OK(rn_batch_norm_train(context, 700, channels, 1e-5f, 0.1f, In(kept.x), In(kept.gamma), In(kept.beta),
                                    kNoIn, 1, Out(running_mean), Out(running_variance), Out(kept.mean),
                                    Out(kept.inv_std), Out(kept.y)));
      EXPECT_OK(rn_batch_norm_backward(context, 700, channels, In(kept.x), In(kept.y), In(kept.dy), In(kept.gamma),
                                       In(kept.beta), In(kept.mean), In(kept.inv_std), 1, Out(kept.dx),
                                       Out(kept.dresidual), Out(kept.dgamma), Out(kept.dbeta)));
      EXPECT_OK(rn_batch_norm_backward(context, 700, channels, In(found.x), kNoIn, In(found.dy), In(found.gamma),
                                       In(found.beta), In(kept.mean), In(kept.inv_std), 1, Out(found.dx),
                                       Out(found.dresidual), Out(found.dgamma), Out(found.dbeta)));
      EXPECT_TRUE(SameBits(found.dx, kept.dx));
      EXPECT_TRUE(SameBits(found.dresidual, kept.dresidual));
      EXPECT_TRUE(SameBits(found.dgamma, kept.dgamma));
      EXPECT_TRUE(SameBits(found.dbeta, kept.dbeta));
    }
  });
}

// The forward computation in double precision, with the statistics of the batch.
Doubles Forward(int64_t rows, int64_t channels, const Doubles& x, const Doubles& gamma, const Doubles& beta,
                const Doubles& residual) {
  const BatchNormReference reference(rows, channels, x);
  Doubles y;
  for (const Expected& value : reference.Output(x, gamma, beta, residual, true)) y.push_back(value.value);
  return y;
}

TEST_P(BatchNormBackwardTest, AgreesWithCentralDifferences) {
  constexpr int64_t kRows = 9, kChannels = 5, kCount = kRows * kChannels;
  const TestContext context(2, GetParam());
  Random random(5);
  const std::vector<float> x = random.Floats(kCount, -2, 3), gamma = random.Floats(kChannels, 0.5f, 2),
                           beta = random.Floats(kChannels), residual = random.Floats(kCount),
                           dy = random.Floats(kCount);
  std::vector<float> running(kChannels), running_variance(kChannels), mean(kChannels), inv_std(kChannels),
      y(kCount), dx(kCount), dresidual(kCount), dgamma(kChannels), dbeta(kChannels);
  EXPECT_OK(rn_batch_norm_train(context, kRows, kChannels, 1e-5f, 0.1f, In(x), In(gamma), In(beta), In(residual), 1,
                                Out(running), Out(running_variance), Out(mean), Out(inv_std), Out(y)));
  EXPECT_OK(rn_batch_norm_backward(context, kRows, kChannels, In(x), In(y), In(dy), In(gamma), In(beta), In(mean),
                                   In(inv_std), 1, Out(dx), Out(dresidual), Out(dgamma), Out(dbeta)));

  const Doubles xs = ToDoubles(x), gammas = ToDoubles(gamma), betas = ToDoubles(beta), rs = ToDoubles(residual);
  // Skips elements whose argument of the ReLU is within a step of 0, where differences are meaningless.
  const BatchNormReference reference(kRows, kChannels, xs);
  for (const Expected& value : reference.Output(xs, gammas, betas, rs, false))
    ASSERT_GT(std::abs(value.value), 1e-3);

  constexpr double kSlack = 1e-5;
  ExpectClose(
      dx,
      CentralDifferences(
          xs, [&](const Doubles& v) { return WeightedSum(dy, Forward(kRows, kChannels, v, gammas, betas, rs)); },
          kSlack),
      "dx");
  ExpectClose(
      dgamma,
      CentralDifferences(
          gammas, [&](const Doubles& v) { return WeightedSum(dy, Forward(kRows, kChannels, xs, v, betas, rs)); },
          kSlack),
      "dgamma");
  ExpectClose(
      dbeta,
      CentralDifferences(
          betas, [&](const Doubles& v) { return WeightedSum(dy, Forward(kRows, kChannels, xs, gammas, v, rs)); },
          kSlack),
      "dbeta");
  ExpectClose(
      dresidual,
      CentralDifferences(
          rs, [&](const Doubles& v) { return WeightedSum(dy, Forward(kRows, kChannels, xs, gammas, betas, v)); },
          kSlack),
      "dresidual");
}

}  // namespace
}  // namespace resnet
