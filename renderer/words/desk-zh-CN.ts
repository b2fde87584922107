/** Words of the keeper's desk, Chinese; a part of the catalogue in `zh-CN.ts`. */
export const deskZhCN = {
  signOut: '离开',
  eave: '主理人工作台 · {{number}}号',
  back: '回工作台',
  step: { card: '刷卡', pin: '按密码', desk: '工作台' },
  pin: {
    check: '请按主理人密码',
    checkHow: '{{number}}号主理人，{{count}} 位数字，屏幕只显示圆点。',
    choose: '换一个自己的密码',
    chooseHow: '一次性的密码只用这一回。新密码 {{count}} 位数字，别用生日和连号。',
    repeat: '新密码请再按一遍',
    repeatHow: '和刚才一样的 {{count}} 位，免得按错。',
    wrong_one: '密码不对，还可以按 {{count}} 次',
    wrong_other: '密码不对，还可以按 {{count}} 次',
    locked: '按错了五次，{{time}}再来按',
    differs: '两遍不一样，请重新定一个',
    tooSimple: '这个太好猜，换一个吧',
    same: '这就是那个一次性的密码，换一个吧',
  },
  main: {
    ask: '今天要办什么？',
    look: '等着查看',
    overdue: '逾期没还',
    out: '在邻居手里',
    none: '这里还没有要办的',
  },
  functions: {
    'open-door': '开柜门',
    'open-doorHow': '补货、检查、取东西',
    things: '物品状况',
    thingsHow: '坏了、修好了、找不到',
    residents: '居民',
    residentsHow: '给卡、挂失、导出、删除',
  },
  refusal: {
    'card-unknown': {
      title: '这张主理人卡没登记',
      why: '请装机的人新建一张，或者换一张卡再刷。',
    },
    'card-blocked': {
      title: '这张主理人卡停用了',
      why: '它挂失过，或者主理人换了人。请换一张卡再刷。',
    },
    'disk-full': {
      title: '这一步没记上',
      why: '小屋的账本写满了，什么也没有改。请技术人员腾出硬盘空间，再来一次。',
    },
    'disk-error': {
      title: '这一步没记上',
      why: '小屋的账本写不进去，什么也没有改。请技术人员看看硬盘，再来一次。',
    },
    back: '知道了',
  },
};
