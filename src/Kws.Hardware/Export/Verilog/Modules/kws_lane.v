// One multiplier with its accumulator, which compares instead in a maximum pool, and the requantisation of its sums. Numbers in names are
// stages: what the memories answer is in stage 1, products in 2, finished sums in 3.

module kws_lane #(
  parameter VALUE_BITS = 1,                       // any value of a layer
  parameter OPERAND_BITS = 1,                     // those that are multiplied
  parameter WEIGHT_BITS = 1,
  parameter PRODUCT_BITS = 1,
  parameter TERM_BITS = 1,                        // the wider of product and value
  parameter BIAS_BITS = 1,
  parameter SUM_BITS = 1,
  parameter AVERAGE_BITS = 0,                     // sums of an average pool; 0 if there is none
  parameter QUOTIENT_BITS = 1,
  parameter POSITIONS_BITS = 1,
  parameter FINISHED_BITS = 1,                    // the wider of sum and average
  parameter RESULT_BITS = 1,
  parameter RULE_BITS = 1
) (
  input  wire                           clock,

  // The step, as kws_layers.v says it.
  input  wire                           multiply,
  input  wire                           maximum,
  input  wire                           average,
  input  wire                           biased,
  input  wire                           floor,
  input  wire [RULE_BITS-1:0]           rule,

  // Stage 1.
  input  wire                           present_1,
  input  wire signed [VALUE_BITS-1:0]   value_1,
  input  wire signed [WEIGHT_BITS-1:0]  weight_1,
  input  wire signed [BIAS_BITS-1:0]    bias_1,
  // Stage 2.
  input  wire                           run_2,
  input  wire                           present_2,
  input  wire                           first_2,
  // Stage 3.
  input  wire                           divide_load,
  input  wire                           divide,
  input  wire [POSITIONS_BITS-1:0]      positions,
  input  wire                           finish,
  output reg  signed [RESULT_BITS-1:0]  result
);
  // A product of a position beyond the edge is 0.
  wire signed [OPERAND_BITS-1:0] operand = present_1 ? value_1[OPERAND_BITS-1:0] : {OPERAND_BITS{1'b0}};
  wire signed [OPERAND_BITS+WEIGHT_BITS-1:0] product = operand * weight_1;

  reg signed [TERM_BITS-1:0] term;
  reg signed [BIAS_BITS-1:0] bias;
  always @(posedge clock) begin
    term <= multiply
      ? {{(TERM_BITS-PRODUCT_BITS){product[PRODUCT_BITS-1]}}, product[PRODUCT_BITS-1:0]}
      : {{(TERM_BITS-VALUE_BITS){value_1[VALUE_BITS-1]}}, value_1};
    bias <= bias_1;
  end

  reg signed [SUM_BITS-1:0] sum;
  wire signed [SUM_BITS-1:0] wide_term = {{(SUM_BITS-TERM_BITS){term[TERM_BITS-1]}}, term};
  wire signed [SUM_BITS-1:0] wide_bias = {{(SUM_BITS-BIAS_BITS){bias[BIAS_BITS-1]}}, bias};

  // The first term replaces what the group before left: the accumulator needs no clearing, and no cycle for it.
  wire signed [SUM_BITS-1:0] addend = !first_2 ? sum : biased ? wide_bias : {SUM_BITS{1'b0}};
  always @(posedge clock)
    if (run_2) begin
      if (!maximum) sum <= average && !present_2 ? addend : addend + wide_term;
      else if (!present_2) sum <= first_2 ? {1'b1, {(SUM_BITS-1){1'b0}}} : sum;
      else if (first_2 || wide_term > sum) sum <= wide_term;
    end

  wire signed [FINISHED_BITS-1:0] wide_sum = {{(FINISHED_BITS-SUM_BITS){sum[SUM_BITS-1]}}, sum};
  wire signed [FINISHED_BITS-1:0] finished;
  generate
    if (AVERAGE_BITS != 0) begin : pool
      wire signed [QUOTIENT_BITS-1:0] quotient;
      kws_divide #(
        .SUM_BITS(AVERAGE_BITS), .QUOTIENT_BITS(QUOTIENT_BITS), .DIVISOR_BITS(POSITIONS_BITS)
      ) divider (
        .clock(clock), .load(divide_load), .divide(divide), .floor(floor), .sum(sum[AVERAGE_BITS-1:0]), .divisor(positions),
        .quotient(quotient)
      );
      assign finished = average ? {{(FINISHED_BITS-QUOTIENT_BITS){quotient[QUOTIENT_BITS-1]}}, quotient} : wide_sum;
    end else begin : no_pool
      wire unused = &{1'b0, divide_load, divide, positions, floor};
      assign finished = wide_sum;
    end
  endgenerate

  wire signed [RESULT_BITS-1:0] requantized;
  kws_requantize requantize(.x(finished), .rule(rule), .y(requantized));
  always @(posedge clock)
    if (finish)
      result <= requantized;

  // Products stay within their proven width, and values that are multiplied within theirs.
  wire unused_bits = &{1'b0, product, value_1};
endmodule
